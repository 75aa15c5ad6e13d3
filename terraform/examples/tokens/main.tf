# A function URL for programs that have no identity of AWS: each sends an API token, whose hash is in a secret.
module "omnigraph" {
  source = "../.."

  name           = "flights"
  http_package   = { zip = var.http_zip }
  events_package = { zip = var.events_zip }

  http = {
    auth   = "bearer"
    tokens = {}

    # Everybody reaches the function, so this is the most that strangers can make it cost.
    reserved_concurrency = 20
  }

  # The first policy is written by whoever has this token. Until then it alone may do anything.
  access = { administrators = ["token:admin"] }
}

variable "http_zip" {
  description = "Package of the HTTP function."
  type        = string
  default     = "../../../function/http/target/function.zip"
}

variable "events_zip" {
  description = "Package of the event functions."
  type        = string
  default     = "../../../function/events/target/function.zip"
}

output "url" {
  description = "Where the REST API is."
  value       = module.omnigraph.url
}

output "tokens_secret_arn" {
  description = "The secret to put the list of tokens into."
  value       = module.omnigraph.tokens_secret_arn
}
