# One file for many cases: variables, locals, functions, and a task for each item of a list.
#
#   wharf run -var 'names=["ann", "bob"]' examples/variables.nomad.hcl
variable "greeting" {
  description = "What to say to everybody."
  type        = string
  default     = "good morning"

  validation {
    condition     = var.greeting != ""
    error_message = "There has to be something to say."
  }
}

variable "names" {
  type    = list(string)
  default = ["alice", "bob"]
}

locals {
  # "${NOMAD_ALLOC_ID}" and the like stay as they are until the task starts.
  sign_off = "yours, ${NOMAD_JOB_NAME}"
  tasks    = { for name in var.names : "greet-${name}" => title(name) }
}

job "variables" {
  type = "batch"

  meta = {
    people = join(", ", sort(values(local.tasks)))
  }

  group "greetings" {
    dynamic "task" {
      for_each = local.tasks
      labels   = [task.key]

      content {
        driver = "exec"

        config {
          command = "/bin/echo"
          args    = [format("%s, %s;", var.greeting, task.value), local.sign_off]
        }
      }
    }
  }
}
