# wrong: refused.nomad.hcl:13:5 | job.refused.group.g.servce | is not known here | did you mean "service"?
# wrong: refused.nomad.hcl:10:7 | job.refused.group.g.network.mode | must be "host", "none", "bridge", or "cni/" with the name of a network, not "bridged" | did you mean "bridge"?
# wrong: refused.nomad.hcl:21:7 | job.refused.group.g.task.t.artifact | is not supported: nothing is downloaded for a task | mount a volume, or put it into the image
# wrong: refused.nomad.hcl:17:9 | job.refused.group.g.task.t.config.imagee | is not known here | did you mean "image"?
# wrong: refused.nomad.hcl:16:7 | job.refused.group.g.task.t.config.image | is required: the name of an image, such as "redis:7"
# wrong: refused.nomad.hcl:24:7 | job.refused.group.g.task.t.kill_timeout | must not be negative
job "refused" {
  group "g" {
    network {
      mode = "bridged"
      port "http" {}
    }
    servce {}
    task "t" {
      driver = "docker"
      config {
        imagee = "nginx:1"
        ports  = ["http"]
      }

      artifact {
        source = "https://example.invalid/a.tar.gz"
      }
      kill_timeout = "-1s"
    }
  }
}
