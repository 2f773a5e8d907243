# wrong: job.missing-command.group.g.task.t.config.command | is required
job "missing-command" {
  group "g" {
    task "t" {
      driver = "exec"
      config {
        args = ["x"]
      }
    }
  }
}
