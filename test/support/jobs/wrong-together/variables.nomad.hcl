# wrong: variables.nomad.hcl:13:1 | variable.ports | has no value | give it one with -var ports=… or WHARF_VAR_ports
# wrong: variables.nomad.hcl:14:1 | variable.image | has no value | give it one with -var image=… or WHARF_VAR_image
# wrong: variables.nomad.hcl:16:16 | locals.broken | calls "uper", which is no function | did you mean "upper"?
# wrong: variables.nomad.hcl:23:13 | job.variables.group.g.count | asks for "cuont", which is not there | did you mean "count"?
# wrong: variables.nomad.hcl:40:9 | job.variables.group.g.task.t.env.KEY | must be a string, not a list
# wrong: variables.nomad.hcl:49:9 | job.variables.group.other.task.t.config.comand | is not known here | did you mean "command"?
# wrong: variables.nomad.hcl:48:7 | job.variables.group.other.task.t.config.command | is required: the program to run, without blanks around it
# wrong: variables.nomad.hcl:58:9 | job.variables.group.third.task.t.config.privileged | is true, which this host does not allow | an operator can allow it with docker.allow_privileged
variable "count" {
  type    = number
  default = 1
}
variable "ports" {}
variable "image" {}
locals {
  broken     = uper("x")
  consequent = "${local.broken}!"
  dependent  = var.image
}

job "variables" {
  group "g" {
    count = var.cuont
    network {
      dynamic "port" {
        for_each = var.ports
        labels   = [port.value]
        content {}
      }
    }
    task "t" {
      driver = "docker"
      config {
        image = local.dependent
        ports = ["http"]
      }
      env {
        A   = try(local.consequent, "x")
        B   = jsonencode([var.image])
        KEY = []
      }
    }
  }
  group "other" {
    count = local.broken
    task "t" {
      driver = "exec"
      config {
        comand = "/bin/true"
      }
    }
  }
  group "third" {
    task "t" {
      driver = "docker"
      config {
        image      = "${var.image}:1"
        privileged = true
      }
    }
  }
}
