# wrong: repeated-blocks.nomad.hcl:5:5 | job.repeated-blocks.group.g.network | stands 2 times, but only one is allowed
# wrong: repeated-blocks.nomad.hcl:11:7 | job.repeated-blocks.group.g.task.t.resources | has both cpu and cores
job "repeated-blocks" {
  group "g" {
    network {
    }
    network {
    }
    task "t" {
      driver = "exec"
      resources {
        cpu   = 100
        cores = 1
      }
    }
  }
}
