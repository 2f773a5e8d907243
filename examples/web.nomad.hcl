# A server on a fixed port of the host; it runs until it is stopped with Ctrl-C. Needs an engine, as docker.nomad.hcl.
job "web" {
  group "web" {
    network {
      port "http" {
        static = 8080
      }
    }

    task "server" {
      driver = "docker"

      config {
        image        = "busybox:local"
        network_mode = "host"
        command      = "httpd"
        args         = ["-f", "-v", "-p", "${NOMAD_PORT_http}", "-h", "/local"]
      }

      template {
        destination = "local/index.html"
        data        = "<h1>hello from {{ env \"NOMAD_JOB_NAME\" }}</h1>\n"
      }
    }
  }
}
