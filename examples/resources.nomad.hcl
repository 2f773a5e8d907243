# What a task may use. The kernel holds it to that: ask for more memory and the task is killed, reported as "oom".
job "resources" {
  type = "batch"

  group "resources" {
    task "modest" {
      driver = "exec"

      resources {
        cpu        = 200 # MHz, as a share of the host
        memory     = 64  # MB that are kept for the task
        memory_max = 128 # MB at which it is killed
      }

      logs {
        max_files     = 2
        max_file_size = 1 # MB
      }

      kill_timeout = "2s"
      kill_signal  = "SIGINT"

      config {
        command = "/bin/sh"
        args    = ["-c", "echo allowed: $NOMAD_MEMORY_LIMIT MB, at most $NOMAD_MEMORY_MAX_LIMIT MB"]
      }
    }
  }
}
