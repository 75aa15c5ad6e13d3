locals {
  functions = merge(
    { for name, function in module.api : name => function.name },
    { for function in module.ingest : "ingest" => function.name },
    { for name, function in local.maintenance_functions : name => function.name },
  )

  widgets = concat(
    [
      for name, function in local.functions : {
        title = name
        metrics = [
          ["AWS/Lambda", "Invocations", "FunctionName", function, { stat = "Sum" }],
          ["AWS/Lambda", "Errors", "FunctionName", function, { stat = "Sum" }],
          ["AWS/Lambda", "Throttles", "FunctionName", function, { stat = "Sum" }],
          ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", function, { stat = "Maximum" }],
        ]
      }
    ],
    [
      for name, function in local.functions : {
        title = "${name}, milliseconds"
        metrics = [
          ["AWS/Lambda", "Duration", "FunctionName", function, { stat = "p50" }],
          ["AWS/Lambda", "Duration", "FunctionName", function, { stat = "p99" }],
          ["AWS/Lambda", "Duration", "FunctionName", function, { stat = "Maximum" }],
        ]
      }
    ],
    [
      # What the functions say of themselves, see docs/run/functions.md.
      for name, function in local.functions : {
        title = "${name}, the graph"
        metrics = [
          ["OmniGraph", "Requests", "function", function, { stat = "Average" }],
          ["OmniGraph", "ColdStarts", "function", function, { stat = "Sum" }],
          ["OmniGraph", "Conflicts", "function", function, { stat = "Sum" }],
          ["OmniGraph", "Recoveries", "function", function, { stat = "Sum" }],
          ["OmniGraph", "Refusals", "function", function, { stat = "Sum" }],
          ["OmniGraph", "Errors", "function", function, { stat = "Sum" }],
        ]
      }
    ],
    [
      for queue in aws_sqs_queue.ingest : {
        title = "objects to load"
        metrics = [
          ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name, { stat = "Maximum" }],
          ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", queue.name, { stat = "Maximum" }],
          ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue.name, { stat = "Maximum", yAxis = "right" }],
        ]
      }
    ],
    [
      for queues in length(local.failure_queues) == 0 ? [] : [local.failure_queues] : {
        title = "failures to look at"
        metrics = [
          for queue in queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { stat = "Maximum" }]
        ]
      }
    ],
    [
      {
        title = "bytes stored"
        metrics = [
          ["AWS/S3", "BucketSizeBytes", "BucketName", local.graph_bucket_name, "StorageType", "StandardStorage", { stat = "Average", period = 86400 }],
        ]
      },
    ],
  )

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = 8 * (index % 3)
        y      = 6 * floor(index / 3)
        width  = 8
        height = 6
        properties = {
          title   = widget.title
          metrics = widget.metrics
          region  = local.region
          view    = "timeSeries"
          period  = 300
        }
      }
    ]
  })
}

resource "aws_cloudwatch_dashboard" "this" {
  count          = var.dashboard ? 1 : 0
  dashboard_name = var.name
  dashboard_body = local.dashboard_body
}
