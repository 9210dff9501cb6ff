data "botbiz_whatsapp_accounts" "all" {}

output "ids_by_number" {
  value = { for account in data.botbiz_whatsapp_accounts.all.accounts : account.phone_number => account.id }
}
