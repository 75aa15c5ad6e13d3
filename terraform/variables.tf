variable "name" {
  description = "What everything is named after, within the account and region."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,22}[a-z0-9]$", var.name))
    error_message = "The name takes 2 to 24 lower-case letters, digits and hyphens, from a letter to a letter or digit."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tags that begin with aws: belong to AWS."
  }
}

variable "architecture" {
  description = "`arm64` or `x86_64`: what the packages were built for."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture is arm64 or x86_64."
  }
}

variable "http_package" {
  description = <<-EOT
    The code of the HTTP function and of the reader, as one of:
    - `zip`: path of a `function.zip`, which is uploaded (Lambda takes files of this size from S3 only);
    - `s3`: an object that is there already;
    - `image_uri`: an image of ECR.

    `runtime` is `native` (on `provided.al2023`) or `jvm` (on `java25`). Null where neither `http` nor `reader` is enabled.
  EOT
  type = object({
    runtime   = optional(string, "native")
    zip       = optional(string)
    image_uri = optional(string)
    s3 = optional(object({
      bucket     = string
      key        = string
      version_id = optional(string)
    }))
  })
  default = null

  validation {
    condition     = var.http_package == null ? !(var.http.enabled || var.reader.enabled) : true
    error_message = "The HTTP function and the reader need http_package; without one, set enabled = false in both of them."
  }
  validation {
    condition     = var.http_package == null ? true : contains(["native", "jvm"], var.http_package.runtime)
    error_message = "http_package.runtime is native or jvm."
  }
  validation {
    condition = var.http_package == null ? true : length([
      for given in [var.http_package.zip != null, var.http_package.image_uri != null, var.http_package.s3 != null] : given if given
    ]) == 1
    error_message = "http_package takes one of zip, s3 and image_uri."
  }
}

variable "events_package" {
  description = "The code of the ingest, optimize, embed and cleanup functions, which are one package; the same as `http_package`. Null where all four are off."
  type = object({
    runtime   = optional(string, "native")
    zip       = optional(string)
    image_uri = optional(string)
    s3 = optional(object({
      bucket     = string
      key        = string
      version_id = optional(string)
    }))
  })
  default = null

  validation {
    condition     = var.events_package == null ? !(var.ingest.enabled || var.optimize.enabled || var.embed.enabled || var.cleanup.enabled) : true
    error_message = "Ingest, optimize, embed and cleanup need events_package; without one, set enabled = false in each of them."
  }
  validation {
    condition     = var.events_package == null ? true : contains(["native", "jvm"], var.events_package.runtime)
    error_message = "events_package.runtime is native or jvm."
  }
  validation {
    condition = var.events_package == null ? true : length([
      for given in [var.events_package.zip != null, var.events_package.image_uri != null, var.events_package.s3 != null] : given if given
    ]) == 1
    error_message = "events_package takes one of zip, s3 and image_uri."
  }
}

variable "graph_bucket" {
  description = <<-EOT
    Where the graphs are.
    - `name`: by default `{name}-graphs-{account}-{region}`;
    - `create`: false for a bucket that is there already, which is then left as it is: give it the policy in the output `graph_bucket_policy`;
    - `prefix`: what the graphs are below, `s3://{name}/{prefix}/{graph}/…`;
    - `data_admins`: ARNs of roles or users that may delete data, besides the cleanup function; nobody else may, whatever their own policies say. If another module cleans this bucket up, name the role of its cleanup function;
    - `versioning`, `noncurrent_days`: whether and for how long S3 keeps what is deleted. Off, because every write deletes the record of its own intent, and listing those records, which every write does, is slow in a folder full of delete markers; README.md has more;
    - `force_destroy`: whether `terraform destroy` deletes the graphs.
  EOT
  type = object({
    name            = optional(string)
    create          = optional(bool, true)
    prefix          = optional(string, "graphs")
    data_admins     = optional(set(string), [])
    versioning      = optional(bool, false)
    noncurrent_days = optional(number, 7)
    force_destroy   = optional(bool, false)
  })
  default = {}

  validation {
    condition     = var.graph_bucket.create || var.graph_bucket.name != null
    error_message = "A bucket that is there already needs graph_bucket.name."
  }
  validation {
    condition     = var.graph_bucket.name == null ? true : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.graph_bucket.name))
    error_message = "graph_bucket.name takes 3 to 63 lower-case letters, digits and hyphens; dots would break TLS."
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", var.graph_bucket.prefix))
    error_message = "graph_bucket.prefix takes letters, digits, _ and - between single slashes, with none at its ends."
  }
  validation {
    condition     = alltrue([for arn in var.graph_bucket.data_admins : can(regex("^arn:[^:]+:iam::[0-9]{12}:(role|user)/.+$", arn))])
    error_message = "graph_bucket.data_admins are ARNs of roles or users."
  }
  validation {
    condition     = var.graph_bucket.noncurrent_days >= 1 && floor(var.graph_bucket.noncurrent_days) == var.graph_bucket.noncurrent_days
    error_message = "graph_bucket.noncurrent_days is a whole number of days, at least 1."
  }
}

variable "kms" {
  description = <<-EOT
    Encryption of buckets, queues, logs and environment variables with a key of yours instead of AWS's own.
    - `enabled`;
    - `create_key`: false for a key that is there already;
    - `key_arn`: that key. Its policy must let CloudWatch Logs and EventBridge use it; the output `kms_key_policy` has the statements.
  EOT
  type = object({
    enabled    = optional(bool, false)
    create_key = optional(bool, true)
    key_arn    = optional(string)
  })
  default = {}

  validation {
    condition     = var.kms.key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms.key_arn))
    error_message = "kms.key_arn is the ARN of a key; an alias will not do."
  }
  validation {
    condition     = !var.kms.enabled || var.kms.create_key == (var.kms.key_arn == null)
    error_message = "With kms.enabled, either a key is made or kms.create_key = false and kms.key_arn say which."
  }
  validation {
    condition     = var.kms.enabled || var.kms.key_arn == null
    error_message = "kms.key_arn needs kms.enabled = true."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of every role."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is the ARN of a policy."
  }
}

variable "environment" {
  description = "Further configuration of every function, see docs/run/functions.md: `OMNIGRAPH_…`, `QUARKUS_…` and `LANCE_…` variables."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.environment) : can(regex("^(OMNIGRAPH|QUARKUS|LANCE)_[A-Z0-9_]+$", key))])
    error_message = "Variables of the environment are named OMNIGRAPH_…, QUARKUS_… or LANCE_…, in capitals."
  }
  validation {
    condition = length(setintersection(keys(var.environment), [
      "OMNIGRAPH_ROOT", "OMNIGRAPH_TIME_LIMIT", "OMNIGRAPH_INGEST_PREFIX", "OMNIGRAPH_INGEST_RESULTS", "OMNIGRAPH_INGEST_DEAD_LETTERS", "QUARKUS_LAMBDA_HANDLER"
    ])) == 0
    error_message = "The module sets OMNIGRAPH_ROOT, OMNIGRAPH_TIME_LIMIT, OMNIGRAPH_INGEST_PREFIX, …_RESULTS, …_DEAD_LETTERS and QUARKUS_LAMBDA_HANDLER itself."
  }
  validation {
    condition     = alltrue([for key in keys(var.environment) : !startswith(key, "OMNIGRAPH_ACCESS_") && !startswith(key, "OMNIGRAPH_MCP_")])
    error_message = "Who may call, and what, is said by access and http, which set OMNIGRAPH_ACCESS_… and OMNIGRAPH_MCP_… and the rights that these need."
  }
}

variable "access" {
  description = <<-EOT
    What callers may do, as every function decides it. Policies of the graphs come first: docs/use/access.md.
    - `without_policy`: what with a graph that has no policy: `open` for everything, `deny` for nothing; by default `open` where
      `http.auth` is `iam`, otherwise `deny`;
    - `administrators`: who may do everything whatever policies say, as `role:ARN`, `user:SUBJECT` or `token:NAME`;
    - `protected_branches`: those that policies see as protected, `*` for any text.
  EOT
  type = object({
    without_policy     = optional(string)
    administrators     = optional(list(string), [])
    protected_branches = optional(list(string), ["main"])
  })
  default = {}

  validation {
    condition     = var.access.without_policy == null ? true : contains(["open", "deny"], var.access.without_policy)
    error_message = "access.without_policy is open or deny."
  }
  validation {
    condition     = alltrue([for name in var.access.administrators : can(regex("^(role|user|token):[^,]+$", name))])
    error_message = "access.administrators are written role:ARN, user:SUBJECT or token:NAME, without a comma."
  }
  validation {
    condition     = length(var.access.protected_branches) > 0 && alltrue([for name in var.access.protected_branches : can(regex("^[^,]+$", name))])
    error_message = "access.protected_branches are names of branches, without a comma; at least one."
  }
}

variable "http" {
  description = <<-EOT
    The HTTP function and how it is reached.
    - `enabled`;
    - `endpoint`: `function_url`, or `http_api` for API Gateway, which costs more and adds throttling, access logs and a JWT
      authorizer;
    - `auth`: who may call. `iam`: who signs with credentials of AWS. `jwt`: who has a JWT, which an `http_api` verifies.
      `bearer`: the endpoint lets everybody through to the function, which asks for a JWT or an API token itself;
    - `jwt`: `issuer` and `audience` that JWTs must have, and the `groups_claim` with the groups of the user, `groups` by default.
      For `jwt`, `scopes` that they must have one of. For `bearer`, one audience, and `jwks_url` where the keys of the issuer are
      not at `/.well-known/jwks.json`;
    - `tokens`: API tokens, for `bearer`. `{}` makes a secret of Secrets Manager without a value; `secret_arn` names one that is
      there, and `kms_key_arn` the key of yours that it is encrypted with;
    - `invokers`: names of roles that may call it, for `iam`. Others attach the policy in the output `invoke_policy_arn`;
    - `create_graphs`, `delete_graphs`: whether callers may make and delete graphs over HTTP. Deletion needs the right to delete
      everything, which otherwise only cleanup has, for data;
    - `agent_branch`: on which agents work when they name none;
    - `cors_origins`: origins of web pages that may call it;
    - `rate`, `burst`: requests a second that an `http_api` lets through;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of the function. An `http_api` waits 30 seconds at most.
  EOT
  type = object({
    enabled  = optional(bool, true)
    endpoint = optional(string, "function_url")
    auth     = optional(string, "iam")
    jwt = optional(object({
      issuer       = string
      audience     = set(string)
      scopes       = optional(set(string), [])
      jwks_url     = optional(string)
      groups_claim = optional(string)
    }))
    tokens = optional(object({
      secret_arn  = optional(string)
      kms_key_arn = optional(string)
    }))
    invokers             = optional(set(string), [])
    create_graphs        = optional(bool, false)
    delete_graphs        = optional(bool, false)
    agent_branch         = optional(string, "agent/{actor}/{date}")
    cors_origins         = optional(set(string), [])
    rate                 = optional(number, 100)
    burst                = optional(number, 200)
    memory_mb            = optional(number, 1024)
    timeout_seconds      = optional(number, 30)
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number)
  })
  default = {}

  validation {
    condition     = contains(["function_url", "http_api"], var.http.endpoint)
    error_message = "http.endpoint is function_url or http_api."
  }
  validation {
    condition     = contains(["iam", "jwt", "bearer"], var.http.auth)
    error_message = "http.auth is iam, jwt or bearer. There is no way to leave a graph open to everyone."
  }
  validation {
    condition     = var.http.auth != "jwt" || (var.http.endpoint == "http_api" && var.http.jwt != null)
    error_message = "http.auth = jwt needs http.endpoint = http_api and http.jwt. Behind a function URL, http.auth = bearer lets the function verify JWTs."
  }
  validation {
    condition     = var.http.auth != "bearer" || var.http.jwt != null || var.http.tokens != null
    error_message = "http.auth = bearer needs http.jwt or http.tokens: without either the function would let everyone in."
  }
  validation {
    condition     = var.http.auth != "iam" || var.http.jwt == null
    error_message = "http.jwt needs http.auth = jwt or bearer: with iam nobody looks at a JWT."
  }
  validation {
    condition     = var.http.tokens == null || var.http.auth == "bearer"
    error_message = "http.tokens needs http.auth = bearer: whoever comes past another authorizer is not asked for a token."
  }
  validation {
    condition     = length(var.http.invokers) == 0 || var.http.auth == "iam"
    error_message = "http.invokers needs http.auth = iam."
  }
  validation {
    condition     = var.http.jwt == null ? true : startswith(var.http.jwt.issuer, "https://") && length(var.http.jwt.audience) > 0
    error_message = "http.jwt needs an https:// issuer and at least one audience."
  }
  validation {
    condition     = var.http.jwt == null || var.http.auth != "bearer" ? true : length(var.http.jwt.audience) == 1 && length(var.http.jwt.scopes) == 0
    error_message = "With http.auth = bearer, http.jwt has one audience and no scopes: the function looks at the groups of a JWT instead."
  }
  validation {
    condition = var.http.jwt == null ? true : var.http.jwt.jwks_url == null ? true : (
      var.http.auth == "bearer" && startswith(var.http.jwt.jwks_url, "https://")
    )
    error_message = "http.jwt.jwks_url is an https:// address, for http.auth = bearer; an http_api finds the keys by the issuer."
  }
  validation {
    condition = var.http.tokens == null ? true : var.http.tokens.secret_arn == null ? true : (
      can(regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^*?]+$", var.http.tokens.secret_arn))
    )
    error_message = "http.tokens.secret_arn is the ARN of a secret of Secrets Manager."
  }
  validation {
    condition = var.http.tokens == null ? true : var.http.tokens.kms_key_arn == null ? true : (
      var.http.tokens.secret_arn != null && can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^*?]+$", var.http.tokens.kms_key_arn))
    )
    error_message = "http.tokens.kms_key_arn is the ARN of the key that the secret in http.tokens.secret_arn is encrypted with; the secret that the module makes uses that of kms."
  }
  validation {
    condition     = var.http.memory_mb >= 256 && var.http.memory_mb <= 10240 && floor(var.http.memory_mb) == var.http.memory_mb
    error_message = "http.memory_mb is a whole number from 256 to 10240."
  }
  validation {
    condition     = var.http.timeout_seconds >= 3 && var.http.timeout_seconds <= (var.http.endpoint == "http_api" ? 30 : 900)
    error_message = "http.timeout_seconds is from 3 to 900, or 30 behind an http_api."
  }
  validation {
    condition     = var.http.ephemeral_storage_mb >= 512 && var.http.ephemeral_storage_mb <= 10240
    error_message = "http.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.http.reserved_concurrency == null ? true : var.http.reserved_concurrency >= 1
    error_message = "http.reserved_concurrency is at least 1."
  }
  validation {
    condition     = var.http.rate >= 1 && var.http.burst >= 1
    error_message = "http.rate and http.burst are at least 1."
  }
  validation {
    condition     = alltrue([for origin in var.http.cors_origins : can(regex("^https?://[^/*]+$", origin))])
    error_message = "http.cors_origins are like https://example.org, without wildcards."
  }
}

variable "reader" {
  description = <<-EOT
    A second HTTP function whose role can only read, beside the other one or, with `http.enabled = false`, instead of it. It has
    an endpoint of its own, of the same kind: `endpoint`, `auth`, `jwt`, `tokens`, `agent_branch`, `cors_origins`, `rate` and
    `burst` are those of `http`.
    - `enabled`;
    - `invokers`: names of roles that may call it, for `iam`. Others attach the policy in the output `reader_invoke_policy_arn`;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of the function.
  EOT
  type = object({
    enabled              = optional(bool, false)
    invokers             = optional(set(string), [])
    memory_mb            = optional(number, 1024)
    timeout_seconds      = optional(number, 30)
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number)
  })
  default = {}

  validation {
    condition     = length(var.reader.invokers) == 0 || var.http.auth == "iam"
    error_message = "reader.invokers needs http.auth = iam."
  }
  validation {
    condition     = var.reader.memory_mb >= 256 && var.reader.memory_mb <= 10240 && floor(var.reader.memory_mb) == var.reader.memory_mb
    error_message = "reader.memory_mb is a whole number from 256 to 10240."
  }
  validation {
    condition     = var.reader.timeout_seconds >= 3 && var.reader.timeout_seconds <= (var.http.endpoint == "http_api" ? 30 : 900)
    error_message = "reader.timeout_seconds is from 3 to 900, or 30 behind an http_api."
  }
  validation {
    condition     = var.reader.ephemeral_storage_mb >= 512 && var.reader.ephemeral_storage_mb <= 10240
    error_message = "reader.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.reader.reserved_concurrency == null ? true : var.reader.reserved_concurrency >= 1
    error_message = "reader.reserved_concurrency is at least 1."
  }
}

variable "ingest" {
  description = <<-EOT
    Loading of objects that land in a bucket, as `{prefix}{graph}/{branch}/{append|merge|overwrite}/….jsonl`, or `…/{type}.csv` or `.parquet`.
    - `enabled`;
    - `bucket_name`: by default `{name}-ingest-{account}-{region}`;
    - `prefix`: what comes before the graph, with a slash at its end;
    - `results_prefix`: what comes before the keys of results, likewise;
    - `expiration_days`: age at which landed objects are deleted; never when null;
    - `max_concurrency`: most loads at once, 2 at least; docs/run/operations.md has how to choose;
    - `batch_size`: messages for each run. With 1, no message waits for another's load, or is handed back for want of time;
    - `max_receive_count`: deliveries of a message before it goes to the dead-letter queue;
    - `visibility_timeout_seconds`: how long a message that is being worked on is hidden, at least and by default 6 times the function's timeout;
    - `max_age_seconds`: age of the oldest message at which the alarm goes off;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of the function.
  EOT
  type = object({
    enabled                    = optional(bool, true)
    bucket_name                = optional(string)
    prefix                     = optional(string, "ingest/")
    results_prefix             = optional(string, "ingest-results/")
    expiration_days            = optional(number, 30)
    force_destroy              = optional(bool, false)
    max_concurrency            = optional(number, 2)
    batch_size                 = optional(number, 1)
    max_receive_count          = optional(number, 5)
    visibility_timeout_seconds = optional(number)
    max_age_seconds            = optional(number, 3600)
    memory_mb                  = optional(number, 1769)
    timeout_seconds            = optional(number, 300)
    ephemeral_storage_mb       = optional(number, 512)
    reserved_concurrency       = optional(number)
  })
  default = {}

  validation {
    condition     = var.ingest.bucket_name == null ? true : can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.ingest.bucket_name))
    error_message = "ingest.bucket_name takes 3 to 63 lower-case letters, digits and hyphens; dots would break TLS."
  }
  validation {
    condition     = can(regex("^([A-Za-z0-9_-]+/)+$", var.ingest.prefix))
    error_message = "ingest.prefix takes letters, digits, _ and -, and a slash after each part."
  }
  validation {
    condition     = can(regex("^([A-Za-z0-9_-]+/)+$", var.ingest.results_prefix)) && !startswith(var.ingest.results_prefix, var.ingest.prefix)
    error_message = "ingest.results_prefix is like ingest.prefix, and not below it: a result would be taken for something to load."
  }
  validation {
    condition     = var.ingest.expiration_days == null ? true : var.ingest.expiration_days >= 1
    error_message = "ingest.expiration_days is at least 1, or null."
  }
  validation {
    condition     = var.ingest.max_concurrency >= 2 && var.ingest.max_concurrency <= 1000
    error_message = "ingest.max_concurrency is from 2 to 1000, as Lambda has it. For one load at a time set reserved_concurrency = 1, and expect throttles."
  }
  validation {
    condition     = var.ingest.batch_size >= 1 && var.ingest.batch_size <= 10
    error_message = "ingest.batch_size is from 1 to 10."
  }
  validation {
    condition     = var.ingest.max_receive_count >= 4 && var.ingest.max_receive_count <= 1000
    error_message = "ingest.max_receive_count is from 4 to 1000: at its third delivery the function itself says why a message cannot be loaded."
  }
  validation {
    condition     = var.ingest.timeout_seconds >= 30 && var.ingest.timeout_seconds <= 900
    error_message = "ingest.timeout_seconds is from 30 to 900."
  }
  validation {
    condition     = var.ingest.visibility_timeout_seconds == null ? true : var.ingest.visibility_timeout_seconds >= 6 * var.ingest.timeout_seconds && var.ingest.visibility_timeout_seconds <= 43200
    error_message = "ingest.visibility_timeout_seconds is at least 6 times ingest.timeout_seconds, and at most 43200."
  }
  validation {
    condition     = var.ingest.max_age_seconds >= 60
    error_message = "ingest.max_age_seconds is at least 60."
  }
  validation {
    condition     = var.ingest.memory_mb >= 512 && var.ingest.memory_mb <= 10240 && floor(var.ingest.memory_mb) == var.ingest.memory_mb
    error_message = "ingest.memory_mb is a whole number from 512 to 10240."
  }
  validation {
    condition     = var.ingest.ephemeral_storage_mb >= 512 && var.ingest.ephemeral_storage_mb <= 10240
    error_message = "ingest.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.ingest.reserved_concurrency == null ? true : var.ingest.reserved_concurrency >= 1
    error_message = "ingest.reserved_concurrency is at least 1."
  }
}

variable "optimize" {
  description = <<-EOT
    Compaction and index upkeep, on a schedule.
    - `enabled`;
    - `schedule`: a `rate(…)` or `cron(…)` of EventBridge Scheduler, in `timezone`;
    - `graph`, `branch`: which; every one when null;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of the function.
  EOT
  type = object({
    enabled              = optional(bool, true)
    schedule             = optional(string, "rate(1 hour)")
    timezone             = optional(string, "UTC")
    graph                = optional(string)
    branch               = optional(string)
    memory_mb            = optional(number, 1769)
    timeout_seconds      = optional(number, 900)
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number)
  })
  default = {}

  validation {
    condition     = can(regex("^(rate\\([1-9][0-9]* (minute|minutes|hour|hours|day|days)\\)|cron\\([^ ]+( [^ ]+){5}\\))$", var.optimize.schedule))
    error_message = "optimize.schedule is like rate(1 hour) or cron(0 * * * ? *)."
  }
  validation {
    condition     = var.optimize.graph == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", var.optimize.graph))
    error_message = "optimize.graph is the name of a graph."
  }
  validation {
    condition     = var.optimize.memory_mb >= 512 && var.optimize.memory_mb <= 10240 && floor(var.optimize.memory_mb) == var.optimize.memory_mb
    error_message = "optimize.memory_mb is a whole number from 512 to 10240."
  }
  validation {
    condition     = var.optimize.timeout_seconds >= 30 && var.optimize.timeout_seconds <= 900
    error_message = "optimize.timeout_seconds is from 30 to 900."
  }
  validation {
    condition     = var.optimize.ephemeral_storage_mb >= 512 && var.optimize.ephemeral_storage_mb <= 10240
    error_message = "optimize.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.optimize.reserved_concurrency == null ? true : var.optimize.reserved_concurrency >= 1
    error_message = "optimize.reserved_concurrency is at least 1."
  }
}

variable "embed" {
  description = <<-EOT
    The embedding model of queries that search by a text, and a function that makes missing vectors on a schedule.
    - `model`: as the schemas name it, such as `bedrock/amazon.titan-embed-text-v2:0`; null for none;
    - `url`: the API of a model that is not of Bedrock, such as `https://api.openai.com/v1`;
    - `key_secret_arn`: the secret of Secrets Manager that has the key for it, and `key_header` the header that carries it;
    - `key_kms_key_arn`: the key of yours that the secret is encrypted with, if it is not that of AWS;
    - `model_arns`: what of Bedrock the functions may invoke, such as
      `arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0`; `region` is that of Bedrock if it is another;
    - `enabled`: whether there is the function that makes missing vectors;
    - `schedule`: a `rate(…)` or `cron(…)` of EventBridge Scheduler, in `timezone`;
    - `graph`, `branch`: which; every one when null;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of that function.
  EOT
  type = object({
    model                = optional(string)
    url                  = optional(string)
    key_secret_arn       = optional(string)
    key_kms_key_arn      = optional(string)
    key_header           = optional(string)
    model_arns           = optional(list(string), [])
    region               = optional(string)
    enabled              = optional(bool, false)
    schedule             = optional(string, "rate(15 minutes)")
    timezone             = optional(string, "UTC")
    graph                = optional(string)
    branch               = optional(string)
    memory_mb            = optional(number, 1769)
    timeout_seconds      = optional(number, 900)
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number)
  })
  default = {}

  validation {
    condition     = var.embed.enabled ? var.embed.model != null : true
    error_message = "embed.model is needed to make vectors."
  }
  validation {
    condition     = var.embed.model == null ? true : can(regex("^[^/]+/.+$", var.embed.model))
    error_message = "embed.model is PROVIDER/MODEL, such as openai/text-embedding-3-small."
  }
  validation {
    condition     = var.embed.key_secret_arn == null ? true : can(regex("^arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^*?]+$", var.embed.key_secret_arn))
    error_message = "embed.key_secret_arn is the ARN of a secret of Secrets Manager."
  }
  validation {
    condition = var.embed.key_kms_key_arn == null ? true : (
      var.embed.key_secret_arn != null && can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^*?]+$", var.embed.key_kms_key_arn))
    )
    error_message = "embed.key_kms_key_arn is the ARN of the key that the secret in embed.key_secret_arn is encrypted with; an alias will not do."
  }
  validation {
    condition     = alltrue([for arn in var.embed.model_arns : can(regex("^arn:[^:]+:bedrock:[^:]*:[^:]*:[a-z-]+/[^*]+$", arn))])
    error_message = "embed.model_arns are ARNs of models or inference profiles of Bedrock, without a wildcard."
  }
  validation {
    condition     = can(regex("^(rate\\([1-9][0-9]* (minute|minutes|hour|hours|day|days)\\)|cron\\([^ ]+( [^ ]+){5}\\))$", var.embed.schedule))
    error_message = "embed.schedule is like rate(15 minutes) or cron(0 * * * ? *)."
  }
  validation {
    condition     = var.embed.graph == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", var.embed.graph))
    error_message = "embed.graph is the name of a graph."
  }
  validation {
    condition     = var.embed.memory_mb >= 512 && var.embed.memory_mb <= 10240 && floor(var.embed.memory_mb) == var.embed.memory_mb
    error_message = "embed.memory_mb is a whole number from 512 to 10240."
  }
  validation {
    condition     = var.embed.timeout_seconds >= 60 && var.embed.timeout_seconds <= 900
    error_message = "embed.timeout_seconds is from 60 to 900."
  }
  validation {
    condition     = var.embed.ephemeral_storage_mb >= 512 && var.embed.ephemeral_storage_mb <= 10240
    error_message = "embed.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.embed.reserved_concurrency == null ? true : var.embed.reserved_concurrency >= 1
    error_message = "embed.reserved_concurrency is at least 1."
  }
}

variable "cleanup" {
  description = <<-EOT
    Deletion of data that no state within the retention needs, on a schedule.
    - `enabled`;
    - `schedule`: a `rate(…)` or `cron(…)` of EventBridge Scheduler, in `timezone`;
    - `retention`: how long every state stays readable, like `36h` or `7d`, an hour at least;
    - `dry_run`: whether it only says what it would delete;
    - `graph`: which; every one when null;
    - `memory_mb`, `timeout_seconds`, `ephemeral_storage_mb`, `reserved_concurrency`: of the function.
  EOT
  type = object({
    enabled              = optional(bool, true)
    schedule             = optional(string, "cron(30 3 * * ? *)")
    timezone             = optional(string, "UTC")
    retention            = optional(string, "7d")
    dry_run              = optional(bool, false)
    graph                = optional(string)
    memory_mb            = optional(number, 1769)
    timeout_seconds      = optional(number, 900)
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number)
  })
  default = {}

  validation {
    condition     = can(regex("^(rate\\([1-9][0-9]* (minute|minutes|hour|hours|day|days)\\)|cron\\([^ ]+( [^ ]+){5}\\))$", var.cleanup.schedule))
    error_message = "cleanup.schedule is like rate(1 day) or cron(30 3 * * ? *)."
  }
  validation {
    condition     = can(regex("^[1-9][0-9]*[hd]$", var.cleanup.retention))
    error_message = "cleanup.retention is hours or days, like 36h or 7d, at least 1h."
  }
  validation {
    condition     = var.cleanup.graph == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", var.cleanup.graph))
    error_message = "cleanup.graph is the name of a graph."
  }
  validation {
    condition     = var.cleanup.memory_mb >= 512 && var.cleanup.memory_mb <= 10240 && floor(var.cleanup.memory_mb) == var.cleanup.memory_mb
    error_message = "cleanup.memory_mb is a whole number from 512 to 10240."
  }
  validation {
    condition     = var.cleanup.timeout_seconds >= 30 && var.cleanup.timeout_seconds <= 900
    error_message = "cleanup.timeout_seconds is from 30 to 900."
  }
  validation {
    condition     = var.cleanup.ephemeral_storage_mb >= 512 && var.cleanup.ephemeral_storage_mb <= 10240
    error_message = "cleanup.ephemeral_storage_mb is from 512 to 10240."
  }
  validation {
    condition     = var.cleanup.reserved_concurrency == null ? true : var.cleanup.reserved_concurrency >= 1
    error_message = "cleanup.reserved_concurrency is at least 1."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 30

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days is one of the periods that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, …"
  }
}

variable "tracing" {
  description = "Whether X-Ray traces invocations."
  type        = bool
  default     = false
}

variable "alarms" {
  description = <<-EOT
    CloudWatch alarms.
    - `enabled`;
    - `actions`: ARNs that each of them tells, as it goes off and as it ends; SNS topics, as a rule.
  EOT
  type = object({
    enabled = optional(bool, true)
    actions = optional(set(string), [])
  })
  default = {}

  validation {
    condition     = alltrue([for arn in var.alarms.actions : startswith(arn, "arn:")])
    error_message = "alarms.actions are ARNs."
  }
}

variable "dashboard" {
  description = "Whether a CloudWatch dashboard is made."
  type        = bool
  default     = true
}
