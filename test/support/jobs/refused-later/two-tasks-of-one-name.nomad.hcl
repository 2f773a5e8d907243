# wrong: job.two-tasks.group.g.task.same | is the name of more than one task
job "two-tasks" {
  group "g" {
    task "same" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
    task "same" {
      driver = "exec"
      config {
        command = "/bin/false"
      }
    }
  }
}
