# wrong: wrong-type.nomad.hcl:8:5 | job.wrong-type.group.g.count | must be a whole number of at least 0, not "many"
# wrong: wrong-type.nomad.hcl:11:7 | job.wrong-type.group.g.task.t.kill_timeout | must be a duration such as "30s", not "soon"
# wrong: wrong-type.nomad.hcl:13:19 | job.wrong-type.group.g.task.t.resources.memory | must be a whole number, not a list
# wrong: wrong-type.nomad.hcl:15:7 | job.wrong-type.group.g.task.t.config | must be a block, not "text"
# wrong: wrong-type.nomad.hcl:17:9 | job.wrong-type.group.g.task.t.lifecycle.hook | must be one of
job "wrong-type" {
  group "g" {
    count = "many"
    task "t" {
      driver = "exec"
      kill_timeout = "soon"
      resources {
        memory = [1]
      }
      config = "text"
      lifecycle {
        hook = "sometimes"
      }
    }
  }
}
