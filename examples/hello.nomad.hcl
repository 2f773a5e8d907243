# The smallest job: one process, isolated, that says what it sees and ends.

variable "name" {
  type    = string
  default = "world"
}

job "hello" {
  type = "batch"

  group "hello" {
    task "hello" {
      driver = "exec"

      config {
        command = "/bin/sh"
        args = ["-c", <<-EOT
          echo "hello, ${var.name}"
          echo "I am $(id -un), process $$ of this task"
          echo "this is alloc ${NOMAD_ALLOC_INDEX} of group ${NOMAD_GROUP_NAME}"
          EOT
        ]
      }

      resources {
        cpu    = 100
        memory = 64
      }
    }
  }
}
