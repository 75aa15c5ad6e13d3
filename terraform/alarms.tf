# Alarms of queues, schedules and the endpoint; those of each function are in modules/function.
locals {
  failure_queues = merge(
    { for queue in aws_sqs_queue.ingest_failures : "ingest-failures" => queue.name },
    { for queue in aws_sqs_queue.maintenance_failures : "maintenance-failures" => queue.name },
  )

  alarms = merge(
    {
      for key, queue in local.failure_queues : key => {
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = queue }
        statistic   = "Maximum"
        threshold   = 1
        description = "there are messages in ${queue}: work that failed for good"
      }
    },
    {
      for queue in aws_sqs_queue.ingest : "ingest-age" => {
        namespace   = "AWS/SQS"
        metric      = "ApproximateAgeOfOldestMessage"
        dimensions  = { QueueName = queue.name }
        statistic   = "Maximum"
        threshold   = var.ingest.max_age_seconds
        description = "an object has been waiting to be loaded for ${var.ingest.max_age_seconds} seconds"
      }
    },
    {
      for rule in aws_cloudwatch_event_rule.ingest : "ingest-undelivered" => {
        namespace   = "AWS/Events"
        metric      = "InvocationsFailedToBeSentToDlq"
        dimensions  = { RuleName = rule.name }
        statistic   = "Sum"
        threshold   = 1
        description = "events of landed objects were lost: put the objects again"
      }
    },
    {
      for group in aws_scheduler_schedule_group.this : "schedule-dropped" => {
        namespace   = "AWS/Scheduler"
        metric      = "InvocationDroppedCount"
        dimensions  = { ScheduleGroup = group.name }
        statistic   = "Sum"
        threshold   = 1
        description = "optimize, embed or cleanup was not started"
      }
    },
    {
      for name, url in aws_lambda_function_url.this : "${name}-5xx" => {
        namespace   = "AWS/Lambda"
        metric      = "Url5xxCount"
        dimensions  = { FunctionName = url.function_name }
        statistic   = "Sum"
        threshold   = 5
        description = "requests were answered with a server error"
      }
    },
    {
      for name, api in aws_apigatewayv2_api.this : "${name}-5xx" => {
        namespace   = "AWS/ApiGateway"
        metric      = "5xx"
        dimensions  = { ApiId = api.id }
        statistic   = "Sum"
        threshold   = 5
        description = "requests were answered with a server error"
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for key, alarm in local.alarms : key => alarm if var.alarms.enabled }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${var.name}: ${each.value.description}. See docs/run/operations.md."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.actions
  ok_actions          = var.alarms.actions
  tags                = var.tags
}
