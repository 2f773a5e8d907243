# wrong: job.missing-image.group.g.task.t.config.image | is required
job "missing-image" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        args = ["x"]
      }
    }
  }
}
