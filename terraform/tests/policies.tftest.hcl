# Who may do what, read from the policies themselves.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

# AccessPoliciesTest of the engine keeps to the same file: all that the engine does is allowed by it.
run "each_function_may_do_what_policies_json_says_and_nothing_else" {
  command = plan

  variables {
    reader = { enabled = true }
  }

  assert {
    condition = {
      bucket   = jsondecode(output.graph_bucket_policy)
      http     = jsondecode(module.api["http"].policy).Statement
      reader   = jsondecode(module.api["reader"].policy).Statement
      ingest   = jsondecode(module.ingest[0].policy).Statement
      optimize = jsondecode(module.optimize[0].policy).Statement
      cleanup  = jsondecode(module.cleanup[0].policy).Statement
    } == jsondecode(file("tests/policies.json"))
    error_message = "tests/policies.json should be: ${jsonencode({
      bucket   = jsondecode(output.graph_bucket_policy)
      http     = jsondecode(module.api["http"].policy).Statement
      reader   = jsondecode(module.api["reader"].policy).Statement
      ingest   = jsondecode(module.ingest[0].policy).Statement
      optimize = jsondecode(module.optimize[0].policy).Statement
      cleanup  = jsondecode(module.cleanup[0].policy).Statement
    })}"
  }
}

run "who_makes_and_deletes_graphs_over_http_may_do_what_policies_graphs_json_says" {
  command = plan

  variables {
    http = { create_graphs = true, delete_graphs = true }
  }

  assert {
    condition = {
      bucket = jsondecode(output.graph_bucket_policy)
      http   = jsondecode(module.api["http"].policy).Statement
    } == jsondecode(file("tests/policies-graphs.json"))
    error_message = "tests/policies-graphs.json should be: ${jsonencode({
      bucket = jsondecode(output.graph_bucket_policy)
      http   = jsondecode(module.api["http"].policy).Statement
    })}"
  }
}

run "only_cleanup_deletes_data" {
  command = plan

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0]] : toset(flatten([
        for statement in jsondecode(function.policy).Statement : statement.Resource
        if length([for action in statement.Action : action if strcontains(lower(action), "s3:delete")]) > 0
      ])) == toset(["arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/__recovery/*"])
    ])
    error_message = "A writer may delete more than its notes."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(module.cleanup[0].policy).Statement : statement.Resource
      if contains(statement.Action, "s3:DeleteObject")
      ])) == toset([
      "arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/__audit/*",
      "arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/__manifest/0*/changes/*",
      "arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/__recovery/*",
      "arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/edges/*",
      "arn:aws:s3:::town-graphs-123456789012-eu-central-1/graphs/*/nodes/*",
    ])
    error_message = "Cleanup deletes data and notes; no record, checkpoint or schema."
  }
}

run "the_bucket_itself_refuses_deletions_by_anyone_else" {
  command = plan

  variables {
    graph_bucket = { data_admins = ["arn:aws:iam::123456789012:role/admin"] }
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(output.graph_bucket_policy) : statement.Effect == "Deny" && statement.Condition == {
        ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/town-cleanup", "arn:aws:iam::123456789012:role/admin"] }
      } if contains(statement.Action, "s3:DeleteObject")
    ])
    error_message = "The bucket policy: ${output.graph_bucket_policy}"
  }
}

run "the_bucket_lets_the_http_function_delete_only_where_it_deletes_graphs" {
  command = plan

  variables {
    http    = { delete_graphs = true }
    cleanup = { enabled = false }
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(output.graph_bucket_policy) : statement.Condition == {
        ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/town-http"] }
      } if contains(statement.Action, "s3:DeleteObject")
    ])
    error_message = "The bucket policy: ${output.graph_bucket_policy}"
  }
}

run "where_nobody_may_delete_the_bucket_refuses_everybody" {
  command = plan

  variables {
    cleanup = { enabled = false }
  }

  assert {
    condition = [
      for statement in jsondecode(output.graph_bucket_policy) : [statement.Sid, statement.Effect, try(statement.Condition, null)]
      if contains(statement.Action, "s3:DeleteObject")
    ] == [["OnlyCleanupDeletesData", "Deny", null], ["NoDataIsANote", "Deny", null]]
    error_message = "The bucket policy: ${output.graph_bucket_policy}"
  }
}

run "the_key_is_used_by_services_only_and_by_those_that_the_work_needs" {
  command = plan

  variables {
    kms    = { enabled = true }
    reader = { enabled = true }
  }

  assert {
    condition = {
      for name, policy in {
        http      = module.api["http"].policy
        reader    = module.api["reader"].policy
        ingest    = module.ingest[0].policy
        optimize  = module.optimize[0].policy
        cleanup   = module.cleanup[0].policy
        scheduler = local.scheduler_policy
        } : name => {
        for statement in jsondecode(policy).Statement : statement.Sid => [for service in statement.Condition.StringEquals["kms:ViaService"] : split(".", service)[0]]
        if length([for action in statement.Action : action if startswith(action, "kms:")]) > 0
      }
      } == {
      http      = { Decrypt = ["lambda", "s3"], Encrypt = ["s3"] }
      reader    = { Decrypt = ["lambda", "s3"] }
      ingest    = { Decrypt = ["lambda", "s3", "sqs"], Encrypt = ["s3", "sqs"] }
      optimize  = { Decrypt = ["lambda", "s3", "sqs"], Encrypt = ["s3", "sqs"] }
      cleanup   = { Decrypt = ["lambda", "s3", "sqs"], Encrypt = ["s3", "sqs"] }
      scheduler = { Decrypt = ["sqs"], Encrypt = ["sqs"] }
    }
    error_message = "A role could use the key by hand, or for a service that it does not use, or not for one that it does."
  }
}

run "no_right_has_a_wildcard_action_or_an_open_resource" {
  command = plan

  variables {
    tracing = true
    kms     = { enabled = true }
    http    = { create_graphs = true, delete_graphs = true }
    reader  = { enabled = true }
  }

  assert {
    condition = alltrue(flatten([
      for policy in [module.api["http"].policy, module.api["reader"].policy, module.ingest[0].policy, module.optimize[0].policy, module.cleanup[0].policy, local.scheduler_policy, aws_iam_policy.invoke["http"].policy, aws_iam_policy.invoke["reader"].policy] : [
        for statement in jsondecode(policy).Statement : [for action in statement.Action : !strcontains(action, "*")]
      ]
    ]))
    error_message = "An action has a wildcard."
  }

  assert {
    condition = alltrue(flatten([
      for policy in [module.api["http"].policy, module.api["reader"].policy, module.ingest[0].policy, module.optimize[0].policy, module.cleanup[0].policy, local.scheduler_policy, aws_iam_policy.invoke["http"].policy, aws_iam_policy.invoke["reader"].policy] : [
        for statement in jsondecode(policy).Statement : [for resource in statement.Resource : startswith(resource, "arn:")]
        if try(statement.Sid, "") != "Trace"
      ]
    ]))
    error_message = "A resource is open. Only X-Ray, which knows none, may have that."
  }
}

run "a_function_that_only_reads_has_no_right_to_write" {
  command = plan

  variables {
    reader = { enabled = true }
    kms    = { enabled = true }
  }

  assert {
    condition = { for statement in jsondecode(module.api["reader"].policy).Statement : statement.Sid => statement.Action } == {
      Log        = ["logs:CreateLogStream", "logs:PutLogEvents"]
      ListGraphs = ["s3:ListBucket"]
      ReadGraphs = ["s3:GetObject"]
      Decrypt    = ["kms:Decrypt"]
    }
    error_message = "The reader's rights: ${module.api["reader"].policy}"
  }

  assert {
    condition     = contains([for statement in jsondecode(module.api["http"].policy).Statement : statement.Sid], "WriteTables")
    error_message = "The function beside it writes."
  }
}

run "whoever_may_list_is_told_that_an_object_is_missing" {
  command = plan

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] : [
        for statement in jsondecode(function.policy).Statement : statement if statement.Sid == "ListGraphs"
        ] == [{
          Sid       = "ListGraphs"
          Effect    = "Allow"
          Action    = ["s3:ListBucket"]
          Resource  = ["arn:aws:s3:::town-graphs-123456789012-eu-central-1"]
          Condition = { StringLikeIfExists = { "s3:prefix" = ["graphs/*"] } }
      }]
    ])
    error_message = "A strict condition on the prefix makes S3 answer 403 for what is not there."
  }
}

run "only_its_own_service_assumes_a_role" {
  command = plan

  assert {
    condition     = jsondecode(aws_iam_role.scheduler[0].assume_role_policy).Statement[0].Principal == { Service = "scheduler.amazonaws.com" }
    error_message = "The scheduler's role is the scheduler's."
  }

  assert {
    condition = jsondecode(aws_iam_role.scheduler[0].assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "123456789012" }
      ArnLike      = { "aws:SourceArn" = "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/town-maintenance" }
    }
    error_message = "Another account's schedule must not use the role."
  }
}
