# A task that fails twice and then succeeds. Its directory outlives a restart, so it can count.
job "restart" {
  type = "batch"

  group "restart" {
    restart {
      attempts = 3
      interval = "1m"
      delay    = "500ms"
      mode     = "fail"
    }

    task "stubborn" {
      driver = "exec"

      config {
        command = "/bin/sh"
        args    = ["-c", <<-EOT
          echo x >> $NOMAD_TASK_DIR/tries
          tries=$(wc -l < $NOMAD_TASK_DIR/tries)
          echo "try $tries"
          [ $tries -ge 3 ]
        EOT
        ]
      }
    }
  }
}
