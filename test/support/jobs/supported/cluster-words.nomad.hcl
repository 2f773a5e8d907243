# What one host does not do, at every level where Nomad knows it.
job "cluster-words" {
  priority    = 70
  all_at_once = true
  node_pool   = "gpu"

  consul_token = "a"
  vault_token  = "b"

  constraint {
    attribute = "${attr.kernel.name}"
    value     = "linux"
  }
  affinity {
    attribute = "${node.datacenter}"
    value     = "a"
    weight    = 10
  }
  spread {
    attribute = "${node.datacenter}"
    target "a" {
      percent = 100
    }
  }
  update {
    max_parallel = 1
  }
  migrate {
    max_parallel = 1
  }
  reschedule {
    attempts = 1
  }
  periodic {
    crons = ["@daily"]
  }
  multiregion {
    region "a" {
      count = 1
    }
  }
  vault {
    policies = ["a"]
  }
  ui {
    description = "d"
  }

  group "g" {
    constraint {
      distinct_hosts = true
    }
    affinity {
      attribute = "a"
      value     = "b"
    }
    spread {
      attribute = "a"
    }
    update {
      canary = 1
    }
    migrate {
      health_check = "checks"
    }
    reschedule {
      unlimited = true
    }
    disconnect {
      lost_after = "1h"
    }
    ephemeral_disk {
      size = 500
    }
    scaling {
      min = 1
      max = 2
    }
    consul {
      namespace = "a"
    }
    vault {}
    stop_after_client_disconnect = "1m"
    max_client_disconnect        = "1m"
    prevent_reschedule_on_lost   = true
    service {
      name = "web"
      port = "http"
      check {
        type     = "http"
        path     = "/"
        interval = "10s"
        timeout  = "2s"
      }
    }
    network {
      mbits = 10
      port "http" {
        host_network = "public"
      }
    }
    volume "v" {
      type            = "host"
      source          = "v"
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
      sticky          = true
    }

    task "t" {
      driver = "exec"
      constraint {
        attribute = "a"
        value     = "b"
      }
      affinity {
        attribute = "a"
        value     = "b"
      }
      service {
        name = "t"
      }
      vault {
        policies = ["b"]
      }
      consul {}
      identity {
        env = true
      }
      action "clean" {
        command = "/bin/true"
      }
      scaling "cpu" {
        max = 100
      }
      kind = "connect-proxy:web"
      resources {
        disk = 10
        iops = 1
        numa {
          affinity = "prefer"
        }
      }
      volume_mount {
        volume        = "v"
        destination   = "/v"
        selinux_label = "z"
      }
      template {
        data        = "x"
        destination = "local/x"
        uid         = 1
        gid         = 1
        change_mode = "restart"
        splay       = "1s"
        wait {
          min = "1s"
        }
      }
    }
  }
}
