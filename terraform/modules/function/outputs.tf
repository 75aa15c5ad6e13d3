output "function" {
  description = "The function; its attributes are those of `aws_lambda_function`."
  value       = aws_lambda_function.this
}

output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}

output "policy" {
  description = "What the role may do, JSON."
  value       = local.policy
}

output "log_group" {
  description = "The log group; its attributes are those of `aws_cloudwatch_log_group`."
  value       = aws_cloudwatch_log_group.this
}

output "event_invoke_config" {
  description = "What becomes of asynchronous events that fail, or null."
  value       = one(aws_lambda_function_event_invoke_config.this)
}

output "alarms" {
  description = "The alarms: `errors`, `throttles`, `duration`."
  value       = aws_cloudwatch_metric_alarm.this
}
