job "restarts" {
  group "g" {
    restart {
      interval = "1m"
    }
    task "both" {
      driver = "exec"

      restart {
        attempts = 1
      }
    }
    task "shared" {
      driver = "exec"
    }
  }
}
