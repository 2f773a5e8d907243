# A directory of the host, known to the agent by a name. The agent's configuration has to hold that name:
#
#   { "host_volumes": { "scratch": { "path": "/srv/scratch" } } }
job "volumes" {
  type = "batch"

  group "volumes" {
    volume "scratch" {
      type   = "host"
      source = "scratch"
    }

    task "write" {
      driver = "exec"

      lifecycle {
        hook = "prestart"
      }

      config {
        command = "/bin/sh"
        args    = ["-c", "echo kept > /scratch/note"]
      }

      volume_mount {
        volume      = "scratch"
        destination = "/scratch"
      }
    }

    task "read" {
      driver = "exec"

      config {
        command = "/bin/cat"
        args    = ["/scratch/note"]
      }

      # With propagation_mode = "host-to-task" it would also see what the host mounts below the directory later; the
      # directory has to lie on a shared mount for that.
      volume_mount {
        volume      = "scratch"
        destination = "/scratch"
        read_only   = true
      }
    }
  }
}
