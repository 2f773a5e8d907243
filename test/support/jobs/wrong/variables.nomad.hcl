# wrong: variables.nomad.hcl:8:1 | variable.unset | has no value | give it one with -var unset=… or WHARF_VAR_unset
# wrong: variables.nomad.hcl:11:13 | variable.number | needs a number, not "many"
# wrong: variables.nomad.hcl:16:17 | variable.valid | is not valid: It has to be even.
# wrong: variables.nomad.hcl:21:1 | variable.unset | is declared more than once
# wrong: variables.nomad.hcl:24:3 | variable.unknown.defualt | is not known here | did you mean "default"?
# wrong: variables.nomad.hcl:23:1 | variable.unknown | has no value
# wrong: variables.nomad.hcl:27:10 | variable.typed.type | is no type
variable "unset" {}
variable "number" {
  type    = number
  default = "many"
}
variable "valid" {
  default = 3
  validation {
    condition = var.valid % 2 == 0
    error_message = "It has to be even."
  }
}

variable "unset" {}

variable "unknown" {
  defualt = 1
}
variable "typed" {
  type = integer
  default = 1
}
job "variables" {}
