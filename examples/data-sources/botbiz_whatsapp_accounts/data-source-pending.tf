data "botbiz_whatsapp_accounts" "waiting" {
  status        = "pending"
  name_contains = "support"
}

output "waiting" {
  value = data.botbiz_whatsapp_accounts.waiting.accounts[*].name
}
