# wrong: job.own-network.group.joined.network.hostname | is "a_b", which is no name of a host
# wrong: job.own-network.group.joined.network.dns.servers[1] | must be an IP address, not "dns"
# wrong: job.own-network.group.joined.network.port.http.host_network | is "public", which is not supported
# wrong: job.own-network.group.joined.task.web.config.hostname | can't be the task's own | put it into the network block
# wrong: job.own-network.group.joined.task.web.config.dns_servers | can't be the task's own
# wrong: job.own-network.group.joined.task.web.config.extra_hosts[1] | asks for host-gateway
# wrong: job.own-network.group.joined.task.apart.config.ports | can't be published by the task
# wrong: job.own-network.group.shared.network.hostname | is for a group with a network of its own
job "own-network" {
  group "joined" {
    network {
      mode     = "bridge"
      hostname = "a_b"
      dns {
        servers = ["10.0.0.1", "dns"]
      }
      port "http" {
        to           = 80
        host_network = "public"
      }
    }
    task "web" {
      driver = "docker"
      config {
        image       = "busybox:local"
        hostname    = "x"
        dns_servers = ["10.0.0.1"]
        extra_hosts = ["db:10.0.0.7", "me:host-gateway"]
        ports       = ["http"]
      }
    }
    task "apart" {
      driver = "docker"
      config {
        image        = "busybox:local"
        hostname     = "x"
        network_mode = "bridge"
        ports        = ["http"]
      }
    }
  }
  group "shared" {
    network {
      hostname = "x"
    }
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
    }
  }
}
