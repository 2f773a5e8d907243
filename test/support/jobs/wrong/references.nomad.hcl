# wrong: references.nomad.hcl:12:13 | job.references.group.g.count | asks for "cuont", which is not there | did you mean "count"?
# wrong: references.nomad.hcl:17:19 | job.references.group.g.task.t.config.command | calls "uper", which is no function | did you mean "upper"?
# wrong: references.nomad.hcl:18:32 | job.references.group.g.task.t.config.args | needs a number, not ${NOMAD_PORT_http}, known only at run time
# wrong: references.nomad.hcl:21:7 | job.references.group.g.task.t.env | stands both as a block and with "="
variable "count" {
  type    = number
  default = 1
}

job "references" {
  group "g" {
    count = var.cuont
    task "t" {
      driver = "exec"

      config {
        command = uper("x")
        args    = [upper("x"), NOMAD_PORT_http + 1]
      }
      env = {}
      env {}
    }
  }
}
