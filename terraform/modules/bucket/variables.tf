variable "name" {
  description = "Name of the bucket."
  type        = string
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes the bucket with what is in it."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Key that encrypts the objects; SSE-S3 when null."
  type        = string
  default     = null
}

variable "versioning" {
  description = "Whether S3 keeps what is deleted or replaced."
  type        = bool
  default     = false
}

variable "noncurrent_days" {
  description = "How long it keeps that, in days."
  type        = number
  default     = 7
}

variable "expiration_days" {
  description = "Age at which objects are deleted, in days; never when null."
  type        = number
  default     = null
}

variable "daily_prefix" {
  description = "Prefix of the objects that are deleted when they are a day old, whatever the others are; none when null."
  type        = string
  default     = null
}

variable "eventbridge" {
  description = "Whether the bucket's events go to EventBridge."
  type        = bool
  default     = false
}

variable "policy_statements" {
  description = "Further statements of the bucket policy, a JSON array."
  type        = string
  default     = "[]"
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
}
