# wrong: unknown-key.nomad.hcl:4:3 | job.unknown-key.grup | is not known here | did you mean "group"?
# wrong: unknown-key.nomad.hcl:6:5 | job.unknown-key.group.g.coutn | is not known here | did you mean "count"?
job "unknown-key" {
  grup "x" {}
  group "g" {
    coutn = 2
    task "t" {
      # wrong: unknown-key.nomad.hcl:9:7 | job.unknown-key.group.g.task.t.drivr | did you mean "driver"?
      drivr = "exec"
    }
    # wrong: unknown-key.nomad.hcl:7:5 | job.unknown-key.group.g.task.t.driver | is required
  }
}
