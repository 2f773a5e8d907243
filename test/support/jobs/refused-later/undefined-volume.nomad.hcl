# wrong: job.undefined-volume.group.g.task.t.volume_mount[0].volume | "nowhere"
job "undefined-volume" {
  group "g" {
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
      volume_mount {
        volume      = "nowhere"
        destination = "/data"
      }
    }
  }
}
