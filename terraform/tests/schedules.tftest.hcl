# Optimize and cleanup: when they run, with what, and who hears of it when they do not.

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
  target          = aws_sqs_queue.maintenance_failures
  values          = { arn = "arn:aws:sqs:eu-central-1:123456789012:town-maintenance-failures" }
  override_during = plan
}

run "optimize_and_cleanup_run_on_their_schedules" {
  command = plan

  variables {
    optimize = { schedule = "rate(30 minutes)", graph = "flights", branch = "main" }
    cleanup  = { schedule = "cron(0 4 ? * SUN *)", timezone = "Europe/Berlin", retention = "36h", dry_run = true }
  }

  assert {
    condition = { for name, schedule in aws_scheduler_schedule.this : name => [schedule.schedule_expression, schedule.schedule_expression_timezone] } == {
      optimize = ["rate(30 minutes)", "UTC"]
      cleanup  = ["cron(0 4 ? * SUN *)", "Europe/Berlin"]
    }
    error_message = "The schedules are not what was asked for."
  }

  assert {
    condition = { for name, schedule in aws_scheduler_schedule.this : name => jsondecode(schedule.target[0].input) } == {
      optimize = { graph = "flights", branch = "main" }
      cleanup  = { retention = "36h", dry_run = true }
    }
    error_message = "The payloads are not what the handlers read."
  }
}

run "vectors_are_made_on_a_schedule_with_the_rights_that_the_model_needs" {
  command = plan

  variables {
    embed = {
      enabled        = true
      model          = "bedrock/amazon.titan-embed-text-v2:0"
      model_arns     = ["arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"]
      key_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:embedding-AbCdEf"
      graph          = "flights"
    }
  }

  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["embed"].target[0].input) == { graph = "flights" }
    error_message = "The payload is not what the handler reads."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.embed[0]] :
      function.function.environment[0].variables.OMNIGRAPH_EMBED_MODEL == "bedrock/amazon.titan-embed-text-v2:0"
    ])
    error_message = "A function does not know the model."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.embed[0]] : {
        for statement in jsondecode(function.policy).Statement : statement.Sid => [statement.Action, statement.Resource]
        if contains(["EmbedTexts", "ReadEmbeddingKey"], statement.Sid)
        } == {
        EmbedTexts       = [["bedrock:InvokeModel"], ["arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"]]
        ReadEmbeddingKey = [["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:embedding-AbCdEf"]]
      }
    ])
    error_message = "The rights are not those that the model needs."
  }

  assert {
    condition     = !strcontains(module.api["http"].policy, "kms:") && !strcontains(module.embed[0].policy, "kms:")
    error_message = "A function may decrypt with a key that nobody named."
  }

  assert {
    condition = alltrue([
      for function in [module.ingest[0], module.optimize[0], module.cleanup[0]] : !strcontains(function.policy, "bedrock")
    ])
    error_message = "A function has a right that it does not need."
  }
}

run "by_default_they_take_every_graph" {
  command = plan

  assert {
    condition = { for name, schedule in aws_scheduler_schedule.this : name => jsondecode(schedule.target[0].input) } == {
      optimize = {}
      cleanup  = { retention = "7d", dry_run = false }
    }
    error_message = "The payloads are not what the handlers read."
  }

  assert {
    condition = alltrue([
      for schedule in values(aws_scheduler_schedule.this) : (
        schedule.target[0].retry_policy[0].maximum_retry_attempts == 3
        && schedule.target[0].retry_policy[0].maximum_event_age_in_seconds == 3600
        && schedule.target[0].dead_letter_config[0].arn == "arn:aws:sqs:eu-central-1:123456789012:town-maintenance-failures"
        && schedule.target[0].role_arn == aws_iam_role.scheduler[0].arn
      )
    ])
    error_message = "A schedule without retries, a dead-letter queue or its role."
  }

  assert {
    condition = alltrue([
      for function in [module.optimize[0], module.cleanup[0]] : (
        function.event_invoke_config.maximum_retry_attempts == 2
        && function.event_invoke_config.destination_config[0].on_failure[0].destination == "arn:aws:sqs:eu-central-1:123456789012:town-maintenance-failures"
      )
    ])
    error_message = "The scheduler only starts a run: one that fails must be repeated and handed over by Lambda."
  }

  assert {
    condition = { for statement in jsondecode(local.scheduler_policy).Statement : statement.Sid => [statement.Action, statement.Resource] } == {
      Invoke           = [["lambda:InvokeFunction"], [module.optimize[0].arn, module.cleanup[0].arn]]
      HandOverFailures = [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:123456789012:town-maintenance-failures"]]
    }
    error_message = "The scheduler's rights: ${local.scheduler_policy}"
  }

  assert {
    condition     = module.api["http"].event_invoke_config == null && module.ingest[0].event_invoke_config == null
    error_message = "These are not invoked asynchronously."
  }
}

run "what_is_off_is_not_made" {
  command = plan

  variables {
    optimize = { enabled = false }
    cleanup  = { enabled = false }
    ingest   = { enabled = false }
  }

  assert {
    condition     = length(aws_scheduler_schedule.this) + length(module.optimize) + length(module.cleanup) + length(module.ingest) + length(aws_sqs_queue.maintenance_failures) + length(aws_iam_role.scheduler) + length(module.ingest_bucket) == 0
    error_message = "Something was made that is off."
  }

  assert {
    condition     = keys(output.functions) == ["http"]
    error_message = "Functions: ${join(", ", keys(output.functions))}"
  }
}

run "an_embedding_key_that_a_key_of_ones_own_encrypts_is_decrypted_and_nothing_else" {
  command = plan

  variables {
    reader = { enabled = true }
    embed = {
      enabled         = true
      model           = "openai/text-embedding-3-small"
      key_secret_arn  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:embedding-AbCdEf"
      key_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/mine"
    }
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.api["reader"], module.embed[0]] :
      [for statement in jsondecode(function.policy).Statement : statement if strcontains(jsonencode(statement.Action), "kms:")] == [
        {
          Sid      = "DecryptEmbeddingKey"
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = ["arn:aws:kms:eu-west-1:123456789012:key/mine"]
          Condition = { StringEquals = {
            "kms:ViaService"                  = "secretsmanager.eu-west-1.amazonaws.com"
            "kms:EncryptionContext:SecretARN" = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:embedding-AbCdEf"
          } }
        },
      ]
    ])
    error_message = "A function cannot read the secret, or may decrypt something else: ${module.embed[0].policy}"
  }

  assert {
    condition = alltrue([
      for function in [module.ingest[0], module.optimize[0], module.cleanup[0]] :
      !strcontains(function.policy, "kms:") && !strcontains(function.policy, "secretsmanager")
    ])
    error_message = "A function that embeds nothing may read the key of the model."
  }
}
