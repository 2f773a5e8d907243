# wrong: job.unknown-driver.group.g.task.t.driver | did you mean "docker"?
job "unknown-driver" {
  group "g" {
    task "t" {
      driver = "dokcer"
      config {
        image = "busybox:local"
      }
    }
  }
}
