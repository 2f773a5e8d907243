# The order of tasks in a group: "prepare" ends before anything else starts, "helper" runs beside the others for as
# long as they do, "work" is the leader whose end is the end of all, and "tidy" runs when everything else is over.
job "lifecycle" {
  type = "batch"

  group "steps" {
    task "prepare" {
      driver = "exec"

      lifecycle {
        hook = "prestart"
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "echo 42 > $NOMAD_ALLOC_DIR/data/answer; echo prepared"]
      }
    }

    task "helper" {
      driver = "exec"

      lifecycle {
        hook    = "prestart"
        sidecar = true
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "trap 'echo helped; exit' TERM; echo helping; sleep 3600 & wait"]
      }
    }

    task "work" {
      driver = "exec"
      leader = true

      config {
        command = "/bin/sh"
        args    = ["-c", "echo the answer is $(cat $NOMAD_ALLOC_DIR/data/answer)"]
      }
    }

    task "tidy" {
      driver = "exec"

      lifecycle {
        hook = "poststop"
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "rm $NOMAD_ALLOC_DIR/data/answer; echo tidied up"]
      }
    }
  }
}
