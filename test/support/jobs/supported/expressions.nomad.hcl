# Values worked out from variables: groups and ports made by dynamic blocks, numbers as text, text as numbers.
variables {
  image = "busybox"
  tag   = "local"
}
variable "workers" {
  type = map(object({ port = number, memory = number }))
  default = {
    one = { port = 9001, memory = 64 }
    two = { port = 9002, memory = 128 }
  }
}
locals {
  image   = "${var.image}:${var.tag}"
  largest = max([for w in var.workers : w.memory]...)
}
job "expressions" {
  dynamic "group" {
    for_each = var.workers
    iterator = worker
    labels   = ["worker-${worker.key}"]
    content {
      count = worker.value.memory > 100 ? 2 : 1
      network {
        dynamic "port" {
          for_each = [worker.value.port]
          labels   = ["p${port.key}"]
          content {
            static = port.value
          }
        }
      }
      task "work" {
        driver = "docker"
        config {
          image = local.image
          args = concat(
            ["--port", "${worker.value.port}"],
            [for name, w in var.workers : "--peer=${name}:${w.port}" if name != worker.key],
          )
        }
        env = merge({ LARGEST = local.largest }, { for k, v in worker.value : upper(k) => v })
        resources {
          memory = "${worker.value.memory}"
        }
      }
    }
  }
}
