variable "region" {
  description = "Region of everything."
  type        = string
  default     = "us-east-1"
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
  description = "Who makes the tokens."
  type        = string
}

variable "audience" {
  description = "Whom the tokens are made for."
  type        = string
}

variable "data_admins" {
  description = "Roles that may delete data by hand."
  type        = set(string)
  default     = []
}

variable "alarm_address" {
  description = "Where alarms are mailed to."
  type        = string
}
