# Every key that has an effect, none at its default.
job "every-key" {
  id          = "every-key-1"
  name        = "Every key"
  type        = "sysbatch"
  region      = "north"
  namespace   = "trials"
  datacenters = ["a", "b"]
  meta {
    owner = "tests"
  }

  group "g" {
    count          = 2
    shutdown_delay = "1s"
    meta {
      level = "group"
    }
    restart {
      attempts = 5
      interval = "10m"
    }
    network {
      mode = "host"
      port "http" {
        static = 8080
        to     = 80
      }
      port "any" {}
      port "same" {
        to = -1
      }
      dns {
        servers  = ["10.0.0.1"]
        searches = ["internal"]
        options  = ["ndots:2"]
      }
    }
    volume "data" {
      type      = "host"
      source    = "data-on-host"
      read_only = true
    }

    task "t" {
      driver         = "exec"
      user           = "daemon"
      leader         = true
      kill_timeout   = "1m30s"
      kill_signal    = "SIGINT"
      shutdown_delay = "250ms"
      lifecycle {
        hook    = "poststart"
        sidecar = true
      }
      config {
        command = "/bin/true"
      }
      env {
        A   = 1
        B   = true
        C   = "c"
      }
      meta = {
        level = "task"
      }
      restart {
        delay = "2s"
        mode  = "delay"
      }
      logs {
        max_files     = 3
        max_file_size = 4
        disabled      = true
      }
      resources {
        cores      = 2
        memory     = 128
        memory_max = 256
        secrets    = 2
      }
      volume_mount {
        volume           = "data"
        destination      = "/data"
        read_only        = true
        propagation_mode = "bidirectional"
      }
      template {
        data            = "A=<< env \"B\" >>"
        destination     = "secrets/a.env"
        perms           = "600"
        env             = true
        left_delimiter  = "<<"
        right_delimiter = ">>"
      }
    }
  }
}
