# What is refused, before anything is made.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

run "refuses_bad_names_and_packages" {
  command = plan

  variables {
    name                     = "Town_1"
    tags                     = { "aws:owner" = "me" }
    architecture             = "arm"
    http_package             = { zip = "tests/fixtures/function.zip", runtime = "java" }
    events_package           = {}
    graph_bucket             = { prefix = "/graphs/" }
    kms                      = { enabled = true, key_arn = "alias/mine", create_key = false }
    permissions_boundary_arn = "boundary"
    environment              = { "omnigraph.root" = "x" }
    log_retention_days       = 31
    alarms                   = { actions = ["someone@example.org"] }
  }

  expect_failures = [
    var.name,
    var.tags,
    var.architecture,
    var.http_package,
    var.events_package,
    var.graph_bucket,
    var.kms,
    var.permissions_boundary_arn,
    var.environment,
    var.log_retention_days,
    var.alarms,
  ]
}

run "refuses_packages_that_are_two_things_at_once" {
  command = plan

  variables {
    http_package   = { s3 = { bucket = "b", key = "k" }, zip = "tests/fixtures/function.zip" }
    events_package = { s3 = { bucket = "b", key = "k" }, zip = "tests/fixtures/function.zip" }
    name           = "t"
    graph_bucket   = { create = false }
    kms            = { enabled = true, create_key = false }
    environment    = { OMNIGRAPH_ROOT = "s3://elsewhere" }
  }

  expect_failures = [
    var.http_package,
    var.events_package,
    var.name,
    var.graph_bucket,
    var.kms,
    var.environment,
  ]
}

run "refuses_functions_without_code" {
  command = plan

  variables {
    http_package   = null
    http           = { enabled = false }
    reader         = { enabled = true }
    events_package = null
    graph_bucket   = { name = "with.dots" }
    kms            = { create_key = false, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine" }
  }

  expect_failures = [
    var.http_package,
    var.events_package,
    var.graph_bucket,
    var.kms,
  ]
}

run "refuses_two_keys_and_values_out_of_range" {
  command = plan

  variables {
    http         = { memory_mb = 128 }
    ingest       = { visibility_timeout_seconds = 1799 }
    optimize     = { schedule = "every hour" }
    cleanup      = { retention = "30m" }
    kms          = { enabled = true, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine" }
    graph_bucket = { data_admins = ["admin"] }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
    var.kms,
    var.graph_bucket,
  ]
}

run "refuses_an_open_endpoint" {
  command = plan

  variables {
    http         = { auth = "none" }
    ingest       = { max_concurrency = 1 }
    optimize     = { timeout_seconds = 901 }
    cleanup      = { schedule = "rate(0 days)" }
    graph_bucket = { noncurrent_days = 0.5 }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
    var.graph_bucket,
  ]
}

run "refuses_tokens_at_a_function_url" {
  command = plan

  variables {
    http     = { auth = "jwt", jwt = { issuer = "https://issuer.example.org", audience = ["town"] } }
    ingest   = { batch_size = 11 }
    optimize = { memory_mb = 100000 }
    cleanup  = { memory_mb = 1024.5 }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
  ]
}

run "refuses_an_endpoint_that_everybody_reaches_and_nobody_guards" {
  command = plan

  variables {
    http        = { auth = "bearer" }
    access      = { without_policy = "closed" }
    environment = { OMNIGRAPH_ACCESS_JWT_ISSUER = "https://issuer.example.org" }
  }

  expect_failures = [
    var.http,
    var.access,
    var.environment,
  ]
}

run "refuses_jwts_that_nobody_looks_at" {
  command = plan

  variables {
    http        = { jwt = { issuer = "https://issuer.example.org", audience = ["town"] } }
    access      = { administrators = ["role:arn:a,b"] }
    environment = { OMNIGRAPH_MCP_BRANCH = "x" }
  }

  expect_failures = [
    var.http,
    var.access,
    var.environment,
  ]
}

run "refuses_tokens_that_nobody_looks_at" {
  command = plan

  variables {
    http   = { tokens = {} }
    access = { protected_branches = [] }
  }

  expect_failures = [
    var.http,
    var.access,
  ]
}

run "refuses_tokens_beside_an_authorizer" {
  command = plan

  variables {
    http = { endpoint = "http_api", auth = "jwt", jwt = { issuer = "https://issuer.example.org", audience = ["town"] }, tokens = {} }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_callers_who_would_not_be_asked_for_a_signature" {
  command = plan

  variables {
    http = { auth = "bearer", tokens = {}, invokers = ["app"] }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_two_audiences_of_a_function" {
  command = plan

  variables {
    http = { auth = "bearer", jwt = { issuer = "https://issuer.example.org", audience = ["town", "city"] } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_scopes_that_a_function_does_not_look_at" {
  command = plan

  variables {
    http = { auth = "bearer", jwt = { issuer = "https://issuer.example.org", audience = ["town"], scopes = ["read"] } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_keys_of_an_issuer_that_anybody_on_the_way_could_replace" {
  command = plan

  variables {
    http = { auth = "bearer", jwt = { issuer = "https://issuer.example.org", audience = ["town"], jwks_url = "http://keys.example.org" } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_an_address_of_keys_that_an_authorizer_does_not_know" {
  command = plan

  variables {
    http = { endpoint = "http_api", auth = "jwt", jwt = { issuer = "https://issuer.example.org", audience = ["town"], jwks_url = "https://keys.example.org" } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_a_secret_without_a_name_of_its_own" {
  command = plan

  variables {
    http = { auth = "bearer", tokens = { secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:*" } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_a_key_of_a_secret_that_the_module_makes" {
  command = plan

  variables {
    http = { auth = "bearer", tokens = { kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine" } }
  }

  expect_failures = [
    var.http,
  ]
}

run "refuses_callers_of_a_reader_who_would_not_be_asked_for_a_signature" {
  command = plan

  variables {
    http   = { auth = "bearer", tokens = {} }
    reader = { enabled = true, invokers = ["reports"] }
  }

  expect_failures = [
    var.reader,
  ]
}

run "refuses_a_reader_that_an_http_api_would_not_wait_for" {
  command = plan

  variables {
    http   = { endpoint = "http_api" }
    reader = { enabled = true, timeout_seconds = 31 }
  }

  expect_failures = [
    var.reader,
  ]
}

run "refuses_a_reader_with_too_little_memory" {
  command = plan

  variables {
    reader = { memory_mb = 128 }
  }

  expect_failures = [
    var.reader,
  ]
}

run "refuses_a_reader_with_too_little_storage" {
  command = plan

  variables {
    reader = { ephemeral_storage_mb = 100 }
  }

  expect_failures = [
    var.reader,
  ]
}

run "refuses_a_reader_that_nothing_runs_in" {
  command = plan

  variables {
    reader = { reserved_concurrency = 0 }
  }

  expect_failures = [
    var.reader,
  ]
}

run "refuses_endpoints_that_do_not_exist" {
  command = plan

  variables {
    http     = { endpoint = "alb" }
    ingest   = { prefix = "ingest" }
    optimize = { graph = "a/b" }
    cleanup  = { graph = "" }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
  ]
}

run "refuses_timeouts_that_an_http_api_would_not_wait_for" {
  command = plan

  variables {
    http     = { endpoint = "http_api", timeout_seconds = 60 }
    ingest   = { timeout_seconds = 10 }
    optimize = { reserved_concurrency = 0 }
    cleanup  = { timeout_seconds = 5 }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
  ]
}

run "refuses_tokens_of_anyone" {
  command = plan

  variables {
    http     = { endpoint = "http_api", auth = "jwt", jwt = { issuer = "http://issuer.example.org", audience = ["town"] } }
    ingest   = { max_receive_count = 1 }
    optimize = { ephemeral_storage_mb = 100 }
    cleanup  = { reserved_concurrency = 0 }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.optimize,
    var.cleanup,
  ]
}

run "refuses_origins_with_wildcards" {
  command = plan

  variables {
    http    = { cors_origins = ["*"] }
    ingest  = { expiration_days = 0 }
    cleanup = { ephemeral_storage_mb = 20000 }
  }

  expect_failures = [
    var.http,
    var.ingest,
    var.cleanup,
  ]
}

run "refuses_throttling_that_lets_nothing_through" {
  command = plan

  variables {
    http   = { rate = 0 }
    ingest = { bucket_name = "UPPER" }
  }

  expect_failures = [
    var.http,
    var.ingest,
  ]
}

run "refuses_concurrency_that_lets_nothing_run" {
  command = plan

  variables {
    http   = { reserved_concurrency = 0 }
    ingest = { reserved_concurrency = 0 }
  }

  expect_failures = [
    var.http,
    var.ingest,
  ]
}

run "refuses_storage_and_memory_that_lambda_does_not_have" {
  command = plan

  variables {
    http   = { ephemeral_storage_mb = 20000 }
    ingest = { memory_mb = 128 }
  }

  expect_failures = [
    var.http,
    var.ingest,
  ]
}

run "refuses_an_age_that_goes_off_at_once" {
  command = plan

  variables {
    ingest = { max_age_seconds = 0 }
  }

  expect_failures = [
    var.ingest,
  ]
}

run "refuses_results_where_objects_land" {
  command = plan

  variables {
    ingest = { results_prefix = "ingest/results/" }
  }

  expect_failures = [
    var.ingest,
  ]
}

run "refuses_temporary_storage_below_lambdas_least" {
  command = plan

  variables {
    ingest = { ephemeral_storage_mb = 1 }
  }

  expect_failures = [
    var.ingest,
  ]
}

run "refuses_an_embedding_key_that_is_no_secret" {
  command = plan

  variables {
    embed = { key_secret_arn = "sk-1234" }
  }

  expect_failures = [
    var.embed,
  ]
}

run "refuses_embedding_keys_of_many_secrets" {
  command = plan

  variables {
    embed = { key_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:*" }
  }

  expect_failures = [
    var.embed,
  ]
}

run "refuses_a_key_without_the_secret_that_it_encrypts" {
  command = plan

  variables {
    embed = { key_kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine" }
  }

  expect_failures = [
    var.embed,
  ]
}

run "refuses_an_alias_for_the_key_of_an_embedding_key" {
  command = plan

  variables {
    embed = {
      key_secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:embedding-AbCdEf"
      key_kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/mine"
    }
  }

  expect_failures = [
    var.embed,
  ]
}
