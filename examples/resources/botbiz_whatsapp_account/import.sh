# By id
terraform import botbiz_whatsapp_account.support wha_12345

# Or by phone number
terraform import botbiz_whatsapp_account.support +14155550100
