# Who may do what with the graphs. Each statement is one right; functions are given the ones they need.
locals {
  # S3 says that an object is not there only to those who may list, and asks that without a prefix: hence IfExists.
  list_graphs = {
    Sid       = "ListGraphs"
    Effect    = "Allow"
    Action    = ["s3:ListBucket"]
    Resource  = [local.graph_bucket_arn]
    Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.graph_bucket.prefix}/*"] } }
  }

  read_graphs = {
    Sid      = "ReadGraphs"
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = [local.graphs_arn]
  }

  write_graphs = {
    Sid      = "WriteGraphs"
    Effect   = "Allow"
    Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    Resource = [local.graphs_arn]
  }

  # A writer notes what it is about to do, and removes the note; also that of a writer that died.
  settle_notes = {
    Sid      = "SettleNotes"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = ["${local.graphs_arn}/__recovery/*"]
  }

  delete_data = {
    Sid      = "DeleteData"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = [local.graphs_arn]
  }

  decrypt = [
    for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
      Sid      = "Decrypt"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [arn]
    }
  ]

  encrypt = [
    for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
      Sid      = "Encrypt"
      Effect   = "Allow"
      Action   = ["kms:GenerateDataKey"]
      Resource = [arn]
    }
  ]

  readers = concat([local.list_graphs, local.read_graphs], local.decrypt)
  writers = concat(local.readers, [local.write_graphs, local.settle_notes], local.encrypt)

  # Lance reads as many pages of an index at a time as it believes to have processors; a function has one or two.
  environment = merge({ LANCE_CPU_THREADS = "16" }, var.environment, { OMNIGRAPH_ROOT = local.root })
}
