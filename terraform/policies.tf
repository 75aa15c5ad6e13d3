# Who may do what with the graphs. Each statement is one right; functions are given the ones they need.
locals {
  # What lies in a graph. A wildcard matches across slashes, so each of these is more than it seems to be: a pattern begins
  # with a name that no other object has at that place. Ids of branches are ULIDs, which begin with 0 for some centuries.
  in_graph = {
    graph    = "${local.graphs_arn}/__graph.json"
    schemas  = "${local.graphs_arn}/__schema/*"
    catalogs = "${local.graphs_arn}/__schema/*.json"
    texts    = "${local.graphs_arn}/__texts/*"
    audit    = "${local.graphs_arn}/__audit/*"
    notes    = "${local.graphs_arn}/__recovery/*"
    probe    = "${local.graphs_arn}/__probe/*"
    manifest = "${local.graphs_arn}/__manifest/*"
    records  = "${local.graphs_arn}/__manifest/0${join("", [for _ in range(25) : "?"])}/${join("", [for _ in range(20) : "?"])}.json"
    changes  = "${local.graphs_arn}/__manifest/0*/changes/*"
    tables   = ["${local.graphs_arn}/nodes/*", "${local.graphs_arn}/edges/*"]
  }

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

  # Notes of what a writer is about to do, records, and what became of the notes of writers that died.
  write_log = {
    Sid      = "WriteLog"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.manifest, local.in_graph.notes, local.in_graph.audit]
  }

  write_tables = {
    Sid      = "WriteTables"
    Effect   = "Allow"
    Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    Resource = local.in_graph.tables
  }

  write_schemas = {
    Sid      = "WriteSchemas"
    Effect   = "Allow"
    Action   = ["s3:PutObject"]
    Resource = [local.in_graph.schemas, local.in_graph.texts]
  }

  # Exports that are handed over. Beside the graphs: a graph's name does not begin with an underscore.
  write_exports = {
    Sid      = "WriteExports"
    Effect   = "Allow"
    Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    Resource = ["${local.graph_bucket_arn}/${local.exports_prefix}*"]
  }

  # A writer notes what it is about to do, and removes the note; also that of a writer that died.
  settle_notes = {
    Sid      = "SettleNotes"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = [local.in_graph.notes]
  }

  # Not records, checkpoints or schemas: nobody deletes those.
  delete_data = {
    Sid      = "DeleteData"
    Effect   = "Allow"
    Action   = ["s3:DeleteObject"]
    Resource = concat(local.in_graph.tables, [local.in_graph.changes, local.in_graph.audit])
  }

  # The key is for what these services do on a role's behalf; nobody decrypts with it by hand.
  key_services = { StringEquals = { "kms:ViaService" = [for service in ["lambda", "s3", "sqs"] : "${service}.${local.region}.amazonaws.com"] } }

  decrypt = [
    for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
      Sid       = "Decrypt"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [arn]
      Condition = local.key_services
    }
  ]

  encrypt = [
    for arn in var.kms.enabled ? [local.kms_key_arn] : [] : {
      Sid       = "Encrypt"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey"]
      Resource  = [arn]
      Condition = local.key_services
    }
  ]

  # Texts become vectors where queries search by them, and where missing vectors are made.
  embed_texts = concat(
    [
      for arns in length(var.embed.model_arns) > 0 ? [var.embed.model_arns] : [] : {
        Sid      = "EmbedTexts"
        Effect   = "Allow"
        Action   = ["bedrock:InvokeModel"]
        Resource = arns
      }
    ],
    [
      for arn in var.embed.key_secret_arn != null ? [var.embed.key_secret_arn] : [] : {
        Sid      = "ReadEmbeddingKey"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [arn]
      }
    ],
  )

  readers = concat([local.list_graphs, local.read_graphs], local.decrypt)
  sweeper = concat(local.readers, [local.write_log, local.settle_notes], local.encrypt)
  writers = concat(local.sweeper, [local.write_tables])

  # Lance reads as many pages of an index at a time as it believes to have processors; a function has one or two.
  environment = merge({ LANCE_CPU_THREADS = "16" }, var.environment, { OMNIGRAPH_ROOT = local.root })

  embedding_environment = {
    for name, value in {
      OMNIGRAPH_EMBED_MODEL      = var.embed.model
      OMNIGRAPH_EMBED_URL        = var.embed.url
      OMNIGRAPH_EMBED_KEY_SECRET = var.embed.key_secret_arn
      OMNIGRAPH_EMBED_KEY_HEADER = var.embed.key_header
      OMNIGRAPH_EMBED_REGION     = var.embed.region
    } : name => value if value != null
  }
}
