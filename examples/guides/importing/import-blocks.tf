data "botbiz_whatsapp_accounts" "all" {}

# One import block per account. Names and ids are escaped for HCL.
output "import_blocks" {
  value = join("\n", [for account in data.botbiz_whatsapp_accounts.all.accounts : <<-EOT
    # ${jsonencode(account.name)}
    import {
      provider = botbiz
      to       = botbiz_whatsapp_account.${replace(account.id, "/[^0-9A-Za-z_-]/", "_")}
      id       = ${replace(jsonencode(account.id), "$${", "$$${")}
    }
    EOT
  ])
}
