resource "botbiz_whatsapp_account" "support" {
  phone_number = "<your phone number>" # with the country code, for example +14155550100
  name         = "Customer Support"
}

output "account_id" {
  value = botbiz_whatsapp_account.support.id
}

output "status" {
  value = botbiz_whatsapp_account.support.status
}
