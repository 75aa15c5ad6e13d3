# A function URL for people and agents who sign in at an issuer: the function verifies their JWTs itself.
module "omnigraph" {
  source = "../.."

  name           = "flights"
  http_package   = { zip = var.http_zip }
  events_package = { zip = var.events_zip }

  http = {
    auth         = "bearer"
    jwt          = { issuer = var.issuer, audience = [var.audience], jwks_url = var.jwks_url, groups_claim = "roles" }
    cors_origins = var.origins
    agent_branch = "agent/{actor}"

    # Everybody reaches the function, so this is the most that strangers can make it cost.
    reserved_concurrency = 20
  }

  # They write the first policy; until then nobody else may do anything.
  access = { administrators = ["user:${var.administrator}"], protected_branches = ["main", "release/*"] }
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

variable "issuer" {
  description = "Who makes the JWTs, https://…; their `iss`."
  type        = string
}

variable "audience" {
  description = "Whom the JWTs are made for; their `aud`."
  type        = string
}

variable "jwks_url" {
  description = "Where the issuer has its keys, if not at /.well-known/jwks.json."
  type        = string
  default     = null
}

variable "administrator" {
  description = "Subject of the JWTs of whoever writes the first policy; their `sub`."
  type        = string
}

variable "origins" {
  description = "Web pages that may call the API."
  type        = set(string)
  default     = []
}

output "url" {
  description = "Where the REST API is."
  value       = module.omnigraph.url
}
