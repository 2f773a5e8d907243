job "own-networks" {
  group "bridge" {
    network {
      mode     = "bridge"
      hostname = "web"
      port "http" {
        static = 8080
        to     = 80
      }
      port "any" {
        to           = -1
        host_network = "default"
      }
    }
    task "web" {
      driver = "docker"
      config {
        image = "busybox:local"
        ports = ["http"]
      }
    }
  }
  group "none" {
    network {
      mode = "none"
    }
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
  }
  group "named" {
    network {
      mode     = "cni/quay-side"
      hostname = ""
    }
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
  }
  group "host" {
    network {
      mode = ""
    }
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
  }
}
