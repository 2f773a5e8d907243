# A task mounts a file system in a volume, and a task in a container sees it: "bidirectional" hands mounts on to the host,
# "host-to-task" receives them. What has to be allowed for it, and the volume, is in propagation.config.json; `make run`
# mounts the volume shared for as long as the job runs.
job "propagation" {
  type = "batch"

  group "dock" {
    volume "dock" {
      type   = "host"
      source = "dock"
    }

    task "mount" {
      driver = "exec"
      user   = "root"

      config {
        command = "/bin/sh"
        args = ["-c", <<-EOT
          mkdir -p /dock/crate && mount -t tmpfs -o size=1m crate /dock/crate
          echo 'a crate of figs' > /dock/crate/label
          until [ -e /dock/crate/read ]; do sleep 0.1; done
          echo "the container has read it"
          umount /dock/crate && rmdir /dock/crate
          EOT
        ]
        cap_add = ["sys_admin"]
      }

      volume_mount {
        volume           = "dock"
        destination      = "/dock"
        propagation_mode = "bidirectional"
      }
    }

    task "see" {
      driver = "docker"

      config {
        image   = "busybox:local"
        command = "/bin/sh"
        args = ["-c", <<-EOT
          until [ -e /dock/crate/label ]; do sleep 0.1; done
          echo "in the container: $(cat /dock/crate/label), on a $(stat -f -c %T /dock/crate)"
          touch /dock/crate/read
          EOT
        ]
      }

      volume_mount {
        volume           = "dock"
        destination      = "/dock"
        propagation_mode = "host-to-task"
      }
    }
  }
}
