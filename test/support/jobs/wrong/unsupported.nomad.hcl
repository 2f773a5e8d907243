# wrong: unsupported.nomad.hcl:13:3 | job.unsupported.parameterized | is not supported: such a job waits until it is dispatched
# wrong: unsupported.nomad.hcl:18:7 | job.unsupported.group.g.network.mode | must be "host", "none", "bridge", or "cni/" with the name of a network
# wrong: unsupported.nomad.hcl:21:7 | job.unsupported.group.g.volume.v.type | is "csi", which is not supported
# wrong: unsupported.nomad.hcl:26:7 | job.unsupported.group.g.task.t.artifact | is not supported: nothing is downloaded
# wrong: unsupported.nomad.hcl:30:9 | job.unsupported.group.g.task.t.template[0].source | is not supported: text comes from the job file only
# wrong: unsupported.nomad.hcl:33:7 | job.unsupported.group.g.task.t.dispatch_payload | is not supported
# wrong: unsupported.nomad.hcl:36:7 | job.unsupported.group.g.task.t.csi_plugin | is not supported
# wrong: unsupported.nomad.hcl:41:9 | job.unsupported.group.g.task.t.resources.device | is not supported
# wrong: unsupported.nomad.hcl:43:7 | job.unsupported.group.g.task.t.secret | is not supported
# wrong: unsupported.nomad.hcl:46:7 | job.unsupported.group.g.task.t.schedule | is not supported
# wrong: unsupported.nomad.hcl:48:5 | job.unsupported.group.g.max_run_duration | is not supported
job "unsupported" {
  parameterized {
    payload = "required"
  }
  group "g" {
    network { 
      mode = "cni/"
    }
    volume "v" {
      type   = "csi"
      source = "v"
    }
    task "t" {
      driver = "exec"
      artifact {
        source = "https://example.invalid/a.tar.gz"
      }
      template {
        source      = "local/x.tpl"
        destination = "local/x"
      }
      dispatch_payload {
        file = "x"
      }
      csi_plugin {
        id   = "x"
        type = "node"
      }
      resources {
        device "nvidia/gpu" {}
      }
      secret "s" {
        provider = "vault"
      }
      schedule {}
    }
    max_run_duration = "1h"
  }
}
