# wrong: labels.nomad.hcl:5:3 | job.labels.group | needs just one name
# wrong: labels.nomad.hcl:7:5 | job.labels.group.g.task | needs just one name
# wrong: labels.nomad.hcl:10:7 | job.labels.group.g.task.t.config | takes no name
job "labels" {
  group {}
  group "g" {
    task "a" "b" {}
    task "t" {
      driver = "exec"
      config "x" {}
    }
  }
}
