# The functions themselves: runtime, code, configuration, logs.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name           = "town"
  http_package   = { zip = "tests/fixtures/function.zip" }
  events_package = { zip = "tests/fixtures/function.zip" }
}

run "native_on_arm_is_the_default" {
  command = plan

  assert {
    condition = alltrue([
      for function in [module.api["http"].function, module.ingest[0].function, module.optimize[0].function, module.cleanup[0].function] : (
        function.runtime == "provided.al2023"
        && function.handler == "bootstrap"
        && function.architectures == tolist(["arm64"])
        && function.package_type == "Zip"
        && !contains(keys(function.environment[0].variables), "JAVA_TOOL_OPTIONS")
      )
    ])
    error_message = "A function is not native on arm64."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"].function, module.ingest[0].function, module.optimize[0].function, module.cleanup[0].function] :
      function.environment[0].variables["OMNIGRAPH_TIME_LIMIT"] == "${function.timeout}s"
    ])
    error_message = "Recovery would take a function's write over too early, or wait too long for it."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"].function, module.ingest[0].function, module.optimize[0].function, module.cleanup[0].function] :
      function.environment[0].variables["LANCE_CPU_THREADS"] == "16"
    ])
    error_message = "On few processors the pages of a large index are read one after the other."
  }

  assert {
    condition = { for name, function in { ingest = module.ingest[0], optimize = module.optimize[0], cleanup = module.cleanup[0] } :
      name => function.function.environment[0].variables["QUARKUS_LAMBDA_HANDLER"]
    } == { ingest = "ingest", optimize = "optimize", cleanup = "cleanup" }
    error_message = "The event functions are told apart by QUARKUS_LAMBDA_HANDLER."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"].function, module.ingest[0].function, module.optimize[0].function, module.cleanup[0].function] :
      endswith(function.environment[0].variables["OMNIGRAPH_ROOT"], "/graphs") && startswith(function.environment[0].variables["OMNIGRAPH_ROOT"], "s3://")
    ])
    error_message = "A function does not know where the graphs are."
  }

  assert {
    condition = alltrue([
      for function in [module.api["http"], module.ingest[0], module.optimize[0], module.cleanup[0]] : (
        function.log_group.retention_in_days == 30
        && function.function.logging_config[0].log_format == "JSON"
        && function.function.logging_config[0].log_group == function.log_group.name
      )
    ])
    error_message = "Logs are JSON, and kept for 30 days."
  }

  assert {
    condition     = toset([for object in values(aws_s3_object.package) : object.key]) == toset(["http/${filesha256("tests/fixtures/function.zip")}.zip", "events/${filesha256("tests/fixtures/function.zip")}.zip"])
    error_message = "Other code must be another object, or the function stays as it is."
  }
}

run "the_jvm_and_sizes_are_a_matter_of_variables" {
  command = plan

  variables {
    architecture   = "x86_64"
    tracing        = true
    http_package   = { runtime = "jvm", s3 = { bucket = "b", key = "k", version_id = "v" } }
    events_package = { runtime = "jvm", image_uri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/omnigraph-events:1" }
    http           = { memory_mb = 2048, timeout_seconds = 60, ephemeral_storage_mb = 1024, reserved_concurrency = 5 }
    environment    = { OMNIGRAPH_MEMORY_INDEX_CACHE = "128M", LANCE_CPU_THREADS = "4" }

    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition = (
      module.api["http"].function.runtime == "java25"
      && module.api["http"].function.handler == "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
      && strcontains(module.api["http"].function.environment[0].variables["JAVA_TOOL_OPTIONS"], "--add-opens=java.base/java.nio=ALL-UNNAMED")
      && [module.api["http"].function.s3_bucket, module.api["http"].function.s3_key, module.api["http"].function.s3_object_version] == ["b", "k", "v"]
    )
    error_message = "The HTTP function is not what was asked for."
  }

  assert {
    condition = (
      module.api["http"].function.memory_size == 2048
      && module.api["http"].function.timeout == 60
      && module.api["http"].function.ephemeral_storage[0].size == 1024
      && module.api["http"].function.reserved_concurrent_executions == 5
      && module.api["http"].function.architectures == tolist(["x86_64"])
      && module.api["http"].function.tracing_config[0].mode == "Active"
      && module.api["http"].function.environment[0].variables["OMNIGRAPH_MEMORY_INDEX_CACHE"] == "128M"
      && module.api["http"].function.environment[0].variables["LANCE_CPU_THREADS"] == "4"
    )
    error_message = "A size was not passed on."
  }

  assert {
    condition = (
      module.ingest[0].function.package_type == "Image"
      && module.ingest[0].function.image_uri == "123456789012.dkr.ecr.eu-central-1.amazonaws.com/omnigraph-events:1"
      && module.ingest[0].function.runtime == null
      && module.ingest[0].function.handler == null
      && !contains(keys(module.ingest[0].function.environment[0].variables), "JAVA_TOOL_OPTIONS")
    )
    error_message = "An image brings its own runtime."
  }

  assert {
    condition     = length(module.package_bucket) == 0
    error_message = "Nothing is uploaded, so nothing is needed to upload to."
  }

  assert {
    condition     = aws_iam_role.scheduler[0].permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "A role has no permissions boundary."
  }
}
