# The config of a driver is free: repeated blocks are lists, labels and objects are objects.
job "driver-config" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "busybox:local"
        mount {
          type   = "bind"
          source = "local"
          target = "/a"
        }
        mount {
          type   = "tmpfs"
          target = "/b"
          tmpfs_options {
            size = 1000
          }
        }
        labels = {
          "com.example.a" = 1
          b               = "two"
        }
        sysctl {
          somaxconn = "16384"
        }
        logging "json-file" {
          max = 1
        }
        args = ["${NOMAD_PORT_http}", "$${HOME}", "${meta.x}/${node.unique.id}"]
      }
    }
  }
}
