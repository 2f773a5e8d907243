# Two containers: one prepares a page, the other shows it. Both are of an image that `make run` makes on the spot.

job "docker" {
  type = "batch"

  group "page" {
    task "write" {
      driver = "docker"

      lifecycle {
        hook = "prestart"
      }

      config {
        image   = "busybox:local"
        command = "/bin/sh"
        args    = ["-c", "echo 'a page, written before the reader starts' > /alloc/data/page"]
      }
    }

    task "read" {
      driver = "docker"

      config {
        image   = "busybox:local"
        command = "/bin/sh"
        args    = ["-c", "cat /alloc/data/page; echo \"read by process $$ of its container\""]
      }

      resources {
        cpu    = 100
        memory = 64
      }
    }
  }
}
