# Files that the job brings along, written before the task starts.
job "templates" {
  type = "batch"

  group "templates" {
    task "show" {
      driver = "exec"

      # Its lines are variables of the task's environment.
      template {
        destination = "secrets/app.env"
        env         = true
        perms       = "600"
        data        = <<-EOT
          MODE=careful
          OWNER={{ env "NOMAD_JOB_NAME" }}
        EOT
      }

      template {
        destination = "local/app.conf"
        data        = <<-EOT
          # written for task {{ env "NOMAD_TASK_NAME" }}
          workers = ${2 * 2}
        EOT
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "echo $MODE $OWNER; cat $NOMAD_TASK_DIR/app.conf"]
      }
    }
  }
}
