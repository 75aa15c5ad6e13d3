# From an object that lands to a function that loads it, and where failures go.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

override_resource {
  target          = aws_sqs_queue.ingest
  values          = { arn = "arn:aws:sqs:eu-central-1:123456789012:town-ingest" }
  override_during = plan
}

override_resource {
  target = aws_sqs_queue.ingest_failures
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:town-ingest-failures"
    id  = "https://sqs.eu-central-1.amazonaws.com/123456789012/town-ingest-failures"
  }
  override_during = plan
}

run "a_message_is_hidden_six_times_as_long_as_a_load_may_take" {
  command = plan

  variables {
    ingest = { timeout_seconds = 240 }
  }

  assert {
    condition     = aws_sqs_queue.ingest[0].visibility_timeout_seconds == 1440 && module.ingest[0].function.timeout == 240
    error_message = "Hidden for ${aws_sqs_queue.ingest[0].visibility_timeout_seconds} s."
  }
}

run "failures_are_handed_back_one_by_one_and_end_in_the_dead_letter_queue" {
  command = plan

  variables {
    ingest = { max_concurrency = 7, batch_size = 10, max_receive_count = 4 }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.ingest[0].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "One bad message would fail its batch."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.ingest[0].scaling_config[0].maximum_concurrency == 7 && aws_lambda_event_source_mapping.ingest[0].batch_size == 10
    error_message = "The cap of writers at once is not what was asked for."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.ingest[0].redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:eu-central-1:123456789012:town-ingest-failures"
      maxReceiveCount     = 4
    }
    error_message = "Redrive: ${aws_sqs_queue.ingest[0].redrive_policy}"
  }

  assert {
    condition = jsondecode(aws_sqs_queue_redrive_allow_policy.ingest_failures[0].redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:eu-central-1:123456789012:town-ingest"]
    }
    error_message = "Any queue may use these dead letters."
  }

  assert {
    condition     = aws_sqs_queue.ingest_failures[0].message_retention_seconds == 1209600 && aws_sqs_queue.ingest[0].message_retention_seconds == 345600
    error_message = "Dead letters are kept longest: their age counts from when they were first sent."
  }
}

run "objects_of_the_ingest_bucket_are_announced_to_the_queue" {
  command = plan

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.ingest[0].event_pattern) == {
      source        = ["aws.s3"]
      "detail-type" = ["Object Created"]
      detail = {
        bucket = { name = ["town-ingest-123456789012-eu-central-1"] }
        object = { key = [{ prefix = "ingest/" }] }
      }
    }
    error_message = "Pattern: ${aws_cloudwatch_event_rule.ingest[0].event_pattern}"
  }

  assert {
    condition = (
      aws_cloudwatch_event_target.ingest[0].arn == aws_sqs_queue.ingest[0].arn
      && aws_cloudwatch_event_target.ingest[0].dead_letter_config[0].arn == aws_sqs_queue.ingest_failures[0].arn
    )
    error_message = "An event that cannot be delivered would be lost."
  }

  assert {
    condition = alltrue([
      for policy in [aws_sqs_queue_policy.ingest[0].policy, aws_sqs_queue_policy.ingest_failures[0].policy] : [
        for statement in jsondecode(policy).Statement : [statement.Principal, statement.Action, statement.Condition] if statement.Effect == "Allow"
        ] == [[
          { Service = "events.amazonaws.com" },
          ["sqs:SendMessage"],
          { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-central-1:123456789012:rule/town-ingest" } },
      ]]
    ])
    error_message = "Only the rule sends to these queues."
  }

  assert {
    condition = alltrue([
      for policy in [aws_sqs_queue_policy.ingest[0].policy, aws_sqs_queue_policy.ingest_failures[0].policy, aws_sqs_queue_policy.maintenance_failures[0].policy] :
      length([for statement in jsondecode(policy).Statement : statement if statement.Effect == "Deny" && statement.Condition == { Bool = { "aws:SecureTransport" = "false" } }]) == 1
    ])
    error_message = "A queue takes requests without TLS."
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.ingest[0], aws_sqs_queue.ingest_failures[0], aws_sqs_queue.maintenance_failures[0]] : queue.sqs_managed_sse_enabled
    ])
    error_message = "A queue is not encrypted."
  }
}

run "the_function_and_the_rule_agree_on_the_prefix" {
  command = plan

  variables {
    ingest = { prefix = "landing/" }
  }

  assert {
    condition = (
      module.ingest[0].function.environment[0].variables["OMNIGRAPH_INGEST_PREFIX"] == "landing/"
      && jsondecode(aws_cloudwatch_event_rule.ingest[0].event_pattern).detail.object.key == [{ prefix = "landing/" }]
      && endswith(output.ingest_uri, "/landing/")
    )
    error_message = "They look at different prefixes."
  }

  assert {
    condition = [
      for statement in jsondecode(module.ingest[0].policy).Statement : statement.Resource if statement.Sid == "ReadIngest"
    ] == [["arn:aws:s3:::bucket/landing/*"]]
    error_message = "The function may read another prefix."
  }

  assert {
    condition = [
      for statement in jsondecode(module.ingest[0].policy).Statement : statement.Resource if statement.Sid == "WriteResults"
    ] == [["arn:aws:s3:::bucket/ingest-results/*"]] && module.ingest[0].function.environment[0].variables["OMNIGRAPH_INGEST_RESULTS"] == "ingest-results/"
    error_message = "Results go elsewhere than the function may write."
  }
}

run "what_will_never_load_goes_to_the_dead_letter_queue_at_once" {
  command = plan

  assert {
    condition = (
      module.ingest[0].function.environment[0].variables["OMNIGRAPH_INGEST_DEAD_LETTERS"] == "https://sqs.eu-central-1.amazonaws.com/123456789012/town-ingest-failures"
      && [for statement in jsondecode(module.ingest[0].policy).Statement : statement.Resource if statement.Sid == "HandOverPoison"] == [["arn:aws:sqs:eu-central-1:123456789012:town-ingest-failures"]]
    )
    error_message = "The function does not know the queue, or may not send to it."
  }
}
