# What goes off when, and whom it tells.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

run "everything_that_can_fail_has_an_alarm" {
  command = plan

  variables {
    alarms = { actions = ["arn:aws:sns:eu-central-1:123456789012:alarms"] }
    http   = { timeout_seconds = 20 }
    ingest = { max_age_seconds = 900 }
  }

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => [alarm.namespace, alarm.metric_name, alarm.threshold] } == {
      "ingest-failures"      = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", 1]
      "maintenance-failures" = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", 1]
      "ingest-age"           = ["AWS/SQS", "ApproximateAgeOfOldestMessage", 900]
      "ingest-undelivered"   = ["AWS/Events", "InvocationsFailedToBeSentToDlq", 1]
      "schedule-dropped"     = ["AWS/Scheduler", "InvocationDroppedCount", 1]
      "http-5xx"             = ["AWS/Lambda", "Url5xxCount", 5]
    }
    error_message = "Alarms: ${join(", ", keys(aws_cloudwatch_metric_alarm.this))}"
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] : (
        { for key, alarm in function.alarms : key => alarm.metric_name } == { errors = "Errors", throttles = "Throttles", duration = "Duration" }
        && function.alarms["duration"].threshold == 0.8 * function.function.timeout * 1000
      )
    ])
    error_message = "A function lacks an alarm for errors, throttles or runs near the timeout."
  }

  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.this), flatten([
        for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] : values(function.alarms)
      ])) : alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:alarms"]) && alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "An alarm tells nobody, or goes off when nothing happens."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["ingest-failures"].dimensions == tomap({ QueueName = "town-ingest-failures" })
    error_message = "The alarm looks at another queue."
  }
}

run "the_dashboard_shows_each_function_and_queue" {
  command = plan

  assert {
    condition = alltrue([
      for name in ["town-http", "town-ingest", "town-optimize", "town-cleanup", "town-ingest-failures", "town-maintenance-failures", "town-graphs-123456789012-eu-central-1"] :
      strcontains(aws_cloudwatch_dashboard.this[0].dashboard_body, "\"${name}\"")
    ])
    error_message = "Something is missing on the dashboard."
  }
}

run "alarms_and_dashboard_can_be_left_out" {
  command = plan

  variables {
    alarms    = { enabled = false }
    dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) + length(module.api["http"].alarms) + length(aws_cloudwatch_dashboard.this) == 0
    error_message = "They were made all the same."
  }
}
