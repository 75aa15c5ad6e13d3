variable "name" {
  description = "Name of the function, its role and its log group."
  type        = string
}

variable "description" {
  description = "What the function does."
  type        = string
}

variable "package" {
  description = "The code: an object of S3 or an image, and whether it is native (`native`) or for Lambda's Java runtime (`jvm`)."
  type = object({
    runtime   = string
    image_uri = optional(string)
    s3 = optional(object({
      bucket     = string
      key        = string
      version_id = optional(string)
    }))
  })
}

variable "architecture" {
  description = "`arm64` or `x86_64`."
  type        = string
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
}

variable "memory_mb" {
  description = "Memory, in MB; the share of processors follows it."
  type        = number
}

variable "timeout_seconds" {
  description = "Longest run, in seconds."
  type        = number
}

variable "ephemeral_storage_mb" {
  description = "Size of `/tmp`, in MB."
  type        = number
  default     = 512
}

variable "reserved_concurrency" {
  description = "Most runs at once, set aside for this function; the account's pool when null."
  type        = number
  default     = null
}

variable "policy_statements" {
  description = "What the role may do besides logging, a JSON array of statements."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role."
  type        = string
  default     = null
}

variable "asynchronous" {
  description = "Whether the function is invoked asynchronously, and hands over what failed."
  type        = bool
  default     = false
}

variable "failure_queue_arn" {
  description = "Queue for asynchronous events that failed for good."
  type        = string
  default     = null
}

variable "retries" {
  description = "How often Lambda repeats an asynchronous run that failed."
  type        = number
  default     = 2
}

variable "kms_key_arn" {
  description = "Key for the log group and the environment variables; AWS's own when null."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "tracing" {
  description = "Whether X-Ray traces invocations."
  type        = bool
  default     = false
}

variable "alarms_enabled" {
  description = "Whether alarms are made."
  type        = bool
  default     = true
}

variable "alarm_actions" {
  description = "ARNs that an alarm tells."
  type        = set(string)
  default     = []
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}
