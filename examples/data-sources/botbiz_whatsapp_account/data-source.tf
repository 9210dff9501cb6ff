data "botbiz_whatsapp_account" "by_number" {
  phone_number = "+14155550100"
}

data "botbiz_whatsapp_account" "by_id" {
  id = "wha_12345"
}

output "status" {
  value = data.botbiz_whatsapp_account.by_number.status
}
