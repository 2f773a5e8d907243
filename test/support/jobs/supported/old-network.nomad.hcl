# Ports that a task asks for itself, as before Nomad 0.12.
job "old-network" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "busybox:local"
        port_map {
          http = 80
        }
      }
      resources {
        network {
          mbits = 10
          port "http" {}
          port "fixed" {
            static = 9000
          }
        }
      }
    }
  }
}
