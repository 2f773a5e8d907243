# Text over many lines, with and without its indentation, with references of both kinds in it.
variable "who" {
  default = "world"
}
job "heredocs" {
  group "g" {
    task "t" {
      driver = "exec"
      template {
        destination = "local/a"
        data        = <<EOT
  kept ${var.who}
"quotes" and \n stay, $5 and 100% too
${NOMAD_TASK_NAME} $${literal} %%{literal}
EOT
      }
      template {
        destination = "local/b"
        data        = <<-EOT
          first

            deeper
          ${var.who}
          %{ for x in ["a", "b"] ~}
          item ${x}
          %{ endfor ~}
          last
        EOT
      }
    }
  }
}
