# Buckets: encryption, access, and that nothing expires which must stay.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

run "buckets_are_closed_and_encrypted_by_default" {
  command = plan

  assert {
    condition = alltrue([
      for bucket in [module.graph_bucket[0], module.ingest_bucket[0], module.package_bucket[0]] : alltrue([
        bucket.public_access_block.block_public_acls,
        bucket.public_access_block.block_public_policy,
        bucket.public_access_block.ignore_public_acls,
        bucket.public_access_block.restrict_public_buckets,
      ])
    ])
    error_message = "A bucket could be opened to the public."
  }

  assert {
    condition = alltrue([
      for bucket in [module.graph_bucket[0], module.ingest_bucket[0], module.package_bucket[0]] :
      bucket.encryption.algorithm == "AES256" && !bucket.encryption.bucket_key
    ])
    error_message = "Without a key of one's own it is SSE-S3."
  }

  assert {
    condition = alltrue([
      for bucket in [module.graph_bucket[0], module.ingest_bucket[0], module.package_bucket[0]] : {
        for statement in jsondecode(bucket.policy).Statement : statement.Sid => statement.Condition
        if statement.Effect == "Deny" && contains(["OnlyTls", "OnlyCurrentTls"], statement.Sid)
        } == {
        OnlyTls        = { Bool = { "aws:SecureTransport" = "false" } }
        OnlyCurrentTls = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      }
    ])
    error_message = "A bucket takes requests without TLS."
  }
}

run "data_never_expires_but_unfinished_uploads_and_exports_do" {
  command = plan

  assert {
    condition     = keys(module.graph_bucket[0].lifecycle_rules) == ["daily", "unfinished-uploads"]
    error_message = "The graph bucket's rules: ${join(", ", keys(module.graph_bucket[0].lifecycle_rules))}"
  }

  assert {
    condition     = module.graph_bucket[0].lifecycle_rules["unfinished-uploads"].abort_incomplete_multipart_upload[0].days_after_initiation == 1
    error_message = "Parts of uploads that nobody finishes would be paid for ever."
  }

  assert {
    condition = (
      module.graph_bucket[0].lifecycle_rules["daily"].filter[0].prefix == "graphs/__exports/"
      && module.graph_bucket[0].lifecycle_rules["daily"].expiration[0].days == 1
    )
    error_message = "Exports that were handed over go after a day, and nothing else does."
  }

  assert {
    condition     = !module.graph_bucket[0].versioning && !module.graph_bucket[0].eventbridge
    error_message = "The graph bucket has no versions, and tells EventBridge nothing: each commit would be several events."
  }

  assert {
    condition     = module.ingest_bucket[0].lifecycle_rules["expiration"].expiration[0].days == 30 && module.ingest_bucket[0].eventbridge
    error_message = "What landed is deleted after a while, and announced."
  }
}

run "versions_are_kept_for_a_while_if_asked_for" {
  command = plan

  variables {
    graph_bucket = { versioning = true, noncurrent_days = 14 }
  }

  assert {
    condition     = module.graph_bucket[0].versioning
    error_message = "Versioning was asked for."
  }

  assert {
    condition = (
      module.graph_bucket[0].lifecycle_rules["former-versions"].noncurrent_version_expiration[0].noncurrent_days == 14
      && module.graph_bucket[0].lifecycle_rules["former-versions"].expiration[0].expired_object_delete_marker
      && module.graph_bucket[0].lifecycle_rules["former-versions"].expiration[0].days == null
    )
    error_message = "Former versions go after 14 days, live objects never."
  }
}

run "a_key_is_made_and_used_everywhere" {
  command = plan

  variables {
    kms = { enabled = true }
  }

  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation
    error_message = "The key is not rotated."
  }

  assert {
    condition = alltrue([
      for bucket in [module.graph_bucket[0], module.ingest_bucket[0], module.package_bucket[0]] :
      bucket.encryption == { algorithm = "aws:kms", kms_key_arn = aws_kms_key.this[0].arn, bucket_key = true }
    ])
    error_message = "A bucket does not use the key."
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.ingest[0], aws_sqs_queue.ingest_failures[0], aws_sqs_queue.maintenance_failures[0]] :
      queue.kms_master_key_id == aws_kms_key.this[0].arn
    ])
    error_message = "A queue does not use the key."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] :
      function.log_group.kms_key_id == aws_kms_key.this[0].arn && function.function.kms_key_arn == aws_kms_key.this[0].arn
    ])
    error_message = "A function or its log does not use the key."
  }

  assert {
    condition = alltrue([
      for policy in [module.api["http"].policy, module.ingest[0].policy, module.optimize[0].policy, module.cleanup[0].policy, local.scheduler_policy] :
      length([
        for statement in jsondecode(policy).Statement : statement
        if contains(["Encrypt", "Decrypt"], try(statement.Sid, "")) && statement.Resource == [aws_kms_key.this[0].arn]
      ]) == 2
    ])
    error_message = "A role may not use the key."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid]) == toset(["Account", "Logs", "Events"])
    error_message = "CloudWatch Logs and EventBridge must be let in by the key itself."
  }
}

run "a_key_and_a_bucket_that_are_there_already_are_used_and_left_alone" {
  command = plan

  variables {
    kms          = { enabled = true, create_key = false, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine" }
    graph_bucket = { create = false, name = "mine", prefix = "a/b" }
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && length(module.graph_bucket) == 0
    error_message = "Something was made that is there already."
  }

  assert {
    condition     = output.root == "s3://mine/a/b" && output.kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/mine"
    error_message = "Root ${output.root}, key ${output.kms_key_arn}"
  }

  assert {
    condition     = toset([for statement in jsondecode(output.graph_bucket_policy) : statement.Sid]) == toset(["CreatedOnce", "ChangedAsSeen", "OnlyCleanupDeletesData", "NoDataIsANote"])
    error_message = "The policy that the bucket should have: ${output.graph_bucket_policy}"
  }
}
